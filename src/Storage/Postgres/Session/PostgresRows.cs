using MultiBot.Domain.Chats;
using Npgsql;

namespace MultiBot.Storage.Postgres.Session;

/// <summary>Columns as the store's types, and whole results as lists.</summary>
internal static class PostgresRows
{
    extension(NpgsqlDataReader reader)
    {
        public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        public string[]? TextsOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<string[]>(column);
        public IReadOnlyList<DateTimeOffset> Times(int column) => [.. reader.GetFieldValue<DateTime[]>(column).Select(time => new DateTimeOffset(time))];
        public long? Int64OrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
        public DateTimeOffset Time(int column) => new(reader.GetDateTime(column));
        public DateTimeOffset? TimeOrNull(int column) => reader.IsDBNull(column) ? null : reader.Time(column);
        public ChatId Chat(int column) => new(reader.GetInt64(column));
        public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

        /// <summary>The rows of the present result.</summary>
        public async Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> row)
        {
            var list = new List<T>();
            while (await reader.ReadAsync()) list.Add(row(reader));
            return list;
        }

        /// <summary>The only row of the present result, or the default.</summary>
        public async Task<T?> FindAsync<T>(Func<NpgsqlDataReader, T> row) => await reader.ReadAsync() ? row(reader) : default;
    }
}
