namespace MultiBot.Domain.Events.Subscribers;

/// <summary>A subscriber's part of the log.</summary>
/// <param name="Subscriber">Its name, for all time.</param>
/// <param name="Partition">One of <see cref="EventPartitions"/>.</param>
public readonly record struct Subscription(string Subscriber, int Partition);

/// <summary>
/// How far each subscriber has come, and what it keeps of the events in the database. Called by subscribers; every call may be repeated,
/// and all may throw <see cref="Storage.StoreUnavailableException"/>, after which nothing is known of what was done.
/// </summary>
public interface ISubscriptions
{
    /// <summary>All events up to here are handled; 0 for a new subscription, which begins with the oldest there are.</summary>
    Task<long> ReadAsync(Subscription subscription, CancellationToken cancellation);

    /// <summary>
    /// Moves the position on and stores the effects, both or neither. False: the position is not <paramref name="from"/> (any more), somebody
    /// else has gone on, and nothing was written.
    /// </summary>
    Task<bool> AdvanceAsync(Subscription subscription, long from, long to, SubscriberEffects effects, CancellationToken cancellation);
}
