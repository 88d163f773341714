using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Events;

internal sealed class PostgresSubscriptions(PostgresDatabase database) : ISubscriptions
{
    private const string Select = "SELECT position FROM subscriptions WHERE subscriber = $1 AND part = $2";
    private const string Advance = "SELECT advance_subscription($1, $2, $3, $4, $5)";

    private PostgresSessions Sessions => database.Open.Sessions;

    public Task<long> ReadAsync(Subscription subscription, CancellationToken cancellation) => Sessions.OfAllAsync(
        rows => rows.FindAsync(row => row.GetInt64(0)), cancellation, new SqlStatement(Select, subscription.Subscriber, subscription.Partition));

    public Task<bool> AdvanceAsync(Subscription subscription, long from, long to, SubscriberEffects effects, CancellationToken cancellation) => Sessions.OfAllAsync(
        rows => rows.FindAsync(row => row.GetBoolean(0)),
        cancellation,
        new SqlStatement(Advance, subscription.Subscriber, subscription.Partition, from, to, SqlArgument.Jsonb(EffectsJson.Write(effects))));
}
