using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Events;

internal sealed class SqliteSubscriptions(SqliteDatabase database) : ISubscriptions
{
    private const string Select = "SELECT position FROM subscriptions WHERE subscriber = ?1 AND part = ?2";
    private const string Insert = "INSERT INTO subscriptions (subscriber, part, position) VALUES (?1, ?2, ?3)";
    private const string Update = "UPDATE subscriptions SET position = ?3 WHERE subscriber = ?1 AND part = ?2";

    public Task<long> ReadAsync(Subscription subscription, CancellationToken cancellation) =>
        database.Open.Readers.ReadAsync(session => Find(session, subscription) ?? 0, cancellation);

    public Task<bool> AdvanceAsync(Subscription subscription, long from, long to, SubscriberEffects effects, CancellationToken cancellation) =>
        database.Open.Writer.RunAsync(session => Advance(session, subscription, from, to, effects), cancellation);

    private static bool Advance(SqliteSession session, Subscription subscription, long from, long to, SubscriberEffects effects)
    {
        var position = Find(session, subscription);
        if ((position ?? 0) != from) return false;
        session.Execute(position is null ? Insert : Update, subscription.Subscriber, (long)subscription.Partition, to);
        EffectRows.Store(session, effects);
        return true;
    }

    private static long? Find(SqliteSession session, Subscription subscription)
    {
        using var rows = session.Query(Select, subscription.Subscriber, (long)subscription.Partition);
        return rows.Read() ? rows.Int64(0) : null;
    }
}
