using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

/// <summary>With one writer, sequence numbers become visible in their order: nothing ever appears behind a reader's position, and nobody is ever waited for.</summary>
internal sealed class SqliteEventLog(SqliteDatabase database) : IEventLog
{
    private const string Columns = "SELECT seq, type, bot_id, chat_id, at, data FROM events";
    private const string Rest = "ORDER BY seq LIMIT ?3";
    private const string SelectAll = $"{Columns} WHERE seq > ?1 AND seq <= ?2 {Rest}";
    private const string SelectSome = $"{Columns} WHERE seq > ?1 AND seq <= ?2 AND type IN (SELECT value FROM json_each(?4)) {Rest}";
    private const string SelectOfBots = $"{Columns} WHERE bot_id IN (SELECT value FROM json_each(?5)) AND seq > ?1 AND seq <= ?2 AND (?4 IS NULL OR type IN (SELECT value FROM json_each(?4))) {Rest}";
    private const string SelectOfBot = $"{Columns} WHERE bot_id = ?5 AND seq > ?1 AND seq <= ?2 AND (?4 IS NULL OR type IN (SELECT value FROM json_each(?4))) {Rest}";
    private const string SelectLast = "SELECT seq FROM sqlite_sequence WHERE name = 'events'";

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellation) =>
        query.Bot is { } bot && query.Among?.Contains(bot) is false
            ? []
            : await database.Open.Readers.ReadAsync(session => Read(session, query), cancellation);

    public Task<EventLook> LookAsync(CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => new EventLook(Last(session), []), cancellation);

    public Task<EventGlance> GlanceAsync(long after, int limit, CancellationToken cancellation) => database.Open.Readers.ReadAsync(
        session => new EventGlance(new EventLook(Last(session), []), Read(session, new EventQuery { After = after, Limit = limit })), cancellation);

    public Task<string?> DescribeWriterAsync(string writer, CancellationToken cancellation) => Task.FromResult<string?>(null);

    public Task WaitAsync(CancellationToken cancellation) => database.Open.Writer.EventsWritten.WaitAsync(cancellation);

    private static long Last(SqliteSession session)
    {
        using var rows = session.Query(SelectLast);
        return rows.Read() ? rows.Int64(0) : 0;
    }

    private static List<LoggedEvent> Read(SqliteSession session, EventQuery query)
    {
        var events = new List<LoggedEvent>();
        using var rows = Query(session, query);
        while (events.Count < query.Limit && rows.Read())
        {
            var logged = new LoggedEvent(rows.Int64(0), ReadEvent(rows));
            if (query.Partition is not { } partition || EventPartitions.Of(logged.Event.Bot) == partition) events.Add(logged);
        }

        return events;
    }

    private static SqlRows Query(SqliteSession session, EventQuery query)
    {
        var types = query.Types is null ? null : Json(query.Types);
        // SQLite does not know the partitions; those of others are left out while they are read.
        var most = query.Partition is null ? query.Limit : long.MaxValue;
        return (query.Bot, query.Among) switch
        {
            ({ } bot, _) => session.Query(SelectOfBot, query.After, query.UpTo, most, types, bot),
            (null, { } among) => session.Query(SelectOfBots, query.After, query.UpTo, most, types, Json(among.Select(bot => bot.Value))),
            _ when types is null => session.Query(SelectAll, query.After, query.UpTo, most),
            _ => session.Query(SelectSome, query.After, query.UpTo, most, types),
        };
    }

    private static string Json(IEnumerable<string> values) => System.Text.Json.JsonSerializer.Serialize(values);

    private static DomainEvent ReadEvent(SqlRows rows) => new()
    {
        Type = rows.Text(1),
        Bot = BotId.Parse(rows.Text(2)),
        Chat = rows.IsNull(3) ? null : rows.Chat(3),
        At = rows.Time(4),
        Data = rows.Text(5),
    };
}
