using MultiBot.Domain.Bots;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Keys;

internal sealed class PostgresDataKeyRows(PostgresSessions sessions) : IDataKeyRows
{
    private const string Select = "SELECT version, wrapped FROM data_keys WHERE bot_id = $1 ORDER BY version DESC LIMIT 1";
    private const string Insert = "INSERT INTO data_keys (bot_id, version, wrapped, created_at) VALUES ($1, $2, $3, clock()) ON CONFLICT DO NOTHING";

    public Task<WrappedKey?> FindAsync(BotId bot, CancellationToken cancellation) => sessions.OfBotAsync(
        bot, async rows => await rows.ReadAsync(cancellation) ? Read(rows) : (WrappedKey?)null, cancellation, new SqlStatement(Select, bot));

    public WrappedKey? Find(BotId bot) => sessions.Read(bot, rows => rows.Read() ? Read(rows) : (WrappedKey?)null, new SqlStatement(Select, bot));

    public async Task<WrappedKey> AddAsync(BotId bot, WrappedKey key, CancellationToken cancellation)
    {
        await sessions.ExecuteAsync(bot, cancellation, new SqlStatement(Insert, bot, key.Version, key.Bytes));
        return (await FindAsync(bot, cancellation))!.Value;
    }

    private static WrappedKey Read(NpgsqlDataReader row) => new(row.GetInt32(0), row.Bytes(1));
}
