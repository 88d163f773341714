using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

internal sealed class SqliteDeadEvents(SqliteDatabase database, TimeProvider clock) : IDeadEvents
{
    private const string Add =
        $"""
        INSERT INTO dead_events (subscriber, seq, bot_id, chat_id, type, at, data, reason, tries, failed_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
        WHERE ?5 = '{EventTypes.BotRemoved}' OR EXISTS (SELECT 1 FROM bots WHERE bot_id = ?3 AND NOT erasing)
        ON CONFLICT (subscriber, seq) DO UPDATE SET reason = excluded.reason, tries = tries + excluded.tries, failed_at = excluded.failed_at
        """;

    private const string Columns = "SELECT id, subscriber, seq, bot_id, chat_id, type, at, data, reason, tries, failed_at FROM dead_events";
    private const string SelectOne = $"{Columns} WHERE id = ?1";

    private const string SelectMany =
        $"""
        {Columns} WHERE id > ?1 AND (?2 IS NULL OR bot_id IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR subscriber = ?3)
        ORDER BY id LIMIT ?4
        """;

    private const string Delete = "DELETE FROM dead_events WHERE id = ?1";

    public Task AddAsync(DeadEvent dead, CancellationToken cancellation)
    {
        var (seq, fact) = (dead.Event.Seq, dead.Event.Event);
        return database.Open.Writer.RunAsync(
            session => session.Execute(
                Add, dead.Subscriber, seq, fact.Bot, fact.Chat?.Value, fact.Type, fact.At, fact.Data, dead.Reason, (long)dead.Tries, clock.Micros()),
            cancellation);
    }

    public Task<DeadEvent?> FindAsync(long id, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => Read(session.Query(SelectOne, id)).FirstOrDefault(), cancellation);

    public async Task<IReadOnlyList<DeadEvent>> ListAsync(
        long after, IReadOnlyList<BotId>? among, string? subscriber, int limit, CancellationToken cancellation)
    {
        var bots = among is null ? null : JsonSerializer.Serialize(among.Select(bot => bot.Value));
        return await database.Open.Readers.ReadAsync(session => Read(session.Query(SelectMany, after, bots, subscriber, (long)limit)), cancellation);
    }

    public Task<bool> SettleAsync(long id, SubscriberEffects effects, CancellationToken cancellation) => database.Open.Writer.RunAsync(
        session =>
        {
            if (session.Execute(Delete, id) == 0) return false;
            EffectRows.Store(session, effects);
            return true;
        },
        cancellation);

    private static List<DeadEvent> Read(SqlRows found)
    {
        var dead = new List<DeadEvent>();
        using var rows = found;
        while (rows.Read())
        {
            dead.Add(new DeadEvent
            {
                Id = rows.Int64(0),
                Subscriber = rows.Text(1),
                Event = new LoggedEvent(rows.Int64(2), new DomainEvent
                {
                    Bot = BotId.Parse(rows.Text(3)),
                    Chat = rows.IsNull(4) ? null : rows.Chat(4),
                    Type = rows.Text(5),
                    At = rows.Time(6),
                    Data = rows.Text(7),
                }),
                Reason = rows.Text(8),
                Tries = rows.Int32(9),
                FailedAt = rows.Time(10),
            });
        }

        return dead;
    }
}
