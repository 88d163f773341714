using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Events.Subscribers;

/// <summary>
/// An event that a subscriber could not handle and has put aside, so that others flow on. It waits for somebody to have it tried again or
/// to drop it; the copy outlives the log's.
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.dead-event")]
public sealed record DeadEvent
{
    /// <summary>0 until it is stored.</summary>
    [Id(0)] public long Id { get; init; }
    [Id(1)] public required string Subscriber { get; init; }
    [Id(2)] public required LoggedEvent Event { get; init; }

    /// <summary>A code and what went wrong, without texts of people and without secrets.</summary>
    [Id(3)] public required string Reason { get; init; }
    [Id(4)] public required int Tries { get; init; }

    /// <summary>When it was put aside, or tried in vain last; set by the store.</summary>
    [Id(5)] public DateTimeOffset FailedAt { get; init; }
}

/// <summary>Events put aside. Every call may be repeated; all may throw <see cref="Storage.StoreUnavailableException"/>.</summary>
public interface IDeadEvents
{
    /// <summary>Puts an event aside; one that this subscriber has put aside before gets the new reason, and its tries add up. Nothing of an erased bot is kept.</summary>
    Task AddAsync(DeadEvent dead, CancellationToken cancellation);

    Task<DeadEvent?> FindAsync(long id, CancellationToken cancellation);

    /// <summary>Those behind an id, in order of their ids.</summary>
    /// <param name="after">The last id seen; 0: from the start.</param>
    /// <param name="among">Of these bots only; null: all.</param>
    /// <param name="subscriber">Of this subscriber only; null: all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<DeadEvent>> ListAsync(long after, IReadOnlyList<BotId>? among, string? subscriber, int limit, CancellationToken cancellation);

    /// <summary>Takes it away and stores what handling it wrote, both or neither. False: it was gone already, and nothing was written.</summary>
    Task<bool> SettleAsync(long id, SubscriberEffects effects, CancellationToken cancellation);
}
