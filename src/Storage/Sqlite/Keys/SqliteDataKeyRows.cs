using MultiBot.Domain.Bots;
using MultiBot.Storage.Keys;
using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Keys;

internal sealed class SqliteDataKeyRows(GroupCommitWriter writer, SessionPool readers, TimeProvider clock) : IDataKeyRows
{
    private const string Select = "SELECT version, wrapped FROM data_keys WHERE bot_id = ?1 ORDER BY version DESC LIMIT 1";
    private const string Insert = "INSERT INTO data_keys (bot_id, version, wrapped, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    public Task<WrappedKey?> FindAsync(BotId bot, CancellationToken cancellation) => readers.ReadAsync(session => Load(session, bot), cancellation);

    public WrappedKey? Find(BotId bot) => readers.Read(session => Load(session, bot));

    public Task<WrappedKey> AddAsync(BotId bot, WrappedKey key, CancellationToken cancellation) => writer.RunAsync(
        session =>
        {
            session.Execute(Insert, bot, key.Version, key.Bytes, clock.Micros());
            return Load(session, bot)!.Value;
        },
        cancellation);

    private static WrappedKey? Load(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(Select, bot);
        return rows.Read() ? new WrappedKey(rows.Int32(0), rows.Blob(1).ToArray()) : null;
    }
}
