using MultiBot.Domain.Bots;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Postgres.Session;

namespace MultiBot.Storage.Postgres.Keys;

internal sealed class PostgresDataKeyRows(PostgresSessions sessions) : IDataKeyRows
{
    private const string Select = "SELECT version, wrapped FROM data_keys WHERE bot_id = $1 ORDER BY version DESC LIMIT 1";
    private const string Insert = "INSERT INTO data_keys (bot_id, version, wrapped, created_at) VALUES ($1, $2, $3, clock()) ON CONFLICT DO NOTHING";

    public WrappedKey? Find(BotId bot) => sessions.Read(
        bot, rows => rows.Read() ? new WrappedKey(rows.GetInt32(0), rows.Bytes(1)) : (WrappedKey?)null, new SqlStatement(Select, bot));

    public async Task<WrappedKey> AddAsync(BotId bot, WrappedKey key, CancellationToken cancellation)
    {
        await sessions.ExecuteAsync(bot, cancellation, new SqlStatement(Insert, bot, key.Version, key.Bytes));
        return Find(bot)!.Value;
    }
}
