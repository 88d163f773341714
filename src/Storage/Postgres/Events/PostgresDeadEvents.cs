using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Events;

internal sealed class PostgresDeadEvents(PostgresDatabase database) : IDeadEvents
{
    private const string Add = "SELECT add_dead_event($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private const string Select = "SELECT id, subscriber, seq, bot_id, chat_id, type, at, data, reason, tries, failed_at FROM read_dead_events($1, $2, $3, $4, $5)";
    private const string Settle = "SELECT settle_dead_event($1, $2)";

    private PostgresSessions Sessions => database.Open.Sessions;

    public Task AddAsync(DeadEvent dead, CancellationToken cancellation)
    {
        var (seq, fact) = (dead.Event.Seq, dead.Event.Event);
        return Sessions.ExecuteAsync(null, cancellation, new SqlStatement(
            Add, dead.Subscriber, seq, fact.Bot, fact.Chat?.Value, fact.Type, fact.At, SqlArgument.Json(fact.Data), StorableText.Clean(dead.Reason), dead.Tries));
    }

    public Task<DeadEvent?> FindAsync(long id, CancellationToken cancellation) =>
        Sessions.OfAllAsync(rows => rows.FindAsync(Read), cancellation, Statement(id, after: 0, subscriber: null, among: null, limit: 1));

    public async Task<IReadOnlyList<DeadEvent>> ListAsync(
        long after, IReadOnlyList<BotId>? among, string? subscriber, int limit, CancellationToken cancellation) =>
        await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, Statement(one: null, after, subscriber, among, limit));

    public Task<bool> SettleAsync(long id, SubscriberEffects effects, CancellationToken cancellation) => Sessions.OfAllAsync(
        rows => rows.FindAsync(row => row.GetBoolean(0)), cancellation, new SqlStatement(Settle, id, SqlArgument.Jsonb(EffectsJson.Write(effects))));

    private static SqlStatement Statement(long? one, long after, string? subscriber, IReadOnlyList<BotId>? among, int limit)
    {
        string[]? bots = among is null ? null : [.. among.Select(bot => bot.Value)];
        return new SqlStatement(Select, one, after, subscriber, bots, limit);
    }

    private static DeadEvent Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Subscriber = row.GetString(1),
        Event = new LoggedEvent(row.GetInt64(2), new DomainEvent
        {
            Bot = BotId.Parse(row.GetString(3)),
            Chat = row.Int64OrNull(4) is { } chat ? new ChatId(chat) : null,
            Type = row.GetString(5),
            At = row.Time(6),
            Data = row.GetString(7),
        }),
        Reason = row.GetString(8),
        Tries = row.GetInt32(9),
        FailedAt = row.Time(10),
    };
}
