using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

/// <summary>With one writer, sequence numbers become visible in their order: nothing ever appears behind a reader's position.</summary>
internal sealed class SqliteEventLog(SqliteDatabase database) : IEventLog
{
    private const string Columns = "SELECT seq, type, bot_id, chat_id, at, data FROM events";
    private const string SelectAll = $"{Columns} WHERE seq > ?1 AND (?2 IS NULL OR type = ?2) ORDER BY seq LIMIT ?3";
    private const string SelectOfBot = $"{Columns} WHERE bot_id = ?4 AND seq > ?1 AND (?2 IS NULL OR type = ?2) ORDER BY seq LIMIT ?3";

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(long afterSeq, BotId? bot, string? type, int limit, CancellationToken cancellation) =>
        await database.Open.Readers.ReadAsync(session => Read(session, afterSeq, bot, type, limit), cancellation);

    private static List<LoggedEvent> Read(SqliteSession session, long afterSeq, BotId? bot, string? type, int limit)
    {
        var events = new List<LoggedEvent>();
        using var rows = bot is { } one
            ? session.Query(SelectOfBot, afterSeq, type, limit, one)
            : session.Query(SelectAll, afterSeq, type, limit);
        while (rows.Read()) events.Add(new LoggedEvent(rows.Int64(0), ReadEvent(rows)));
        return events;
    }

    private static DomainEvent ReadEvent(SqlRows rows) => new()
    {
        Type = rows.Text(1),
        Bot = BotId.Parse(rows.Text(2)),
        Chat = rows.IsNull(3) ? null : rows.Chat(3),
        At = rows.Time(4),
        Data = rows.Text(5),
    };
}
