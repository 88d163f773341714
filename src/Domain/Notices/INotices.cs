namespace MultiBot.Domain.Notices;

/// <summary>What is kept of notices. Written with the positions in the event log (<see cref="Events.Subscribers.SubscriberEffects"/>). May be repeated.</summary>
public interface INotices
{
    /// <summary>Of all bots in this one of <see cref="Events.EventPartitions"/> of which there is something to remember.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The database does not answer.</exception>
    Task<IReadOnlyList<BotNotices>> ReadAsync(int partition, CancellationToken cancellation);

    /// <summary>Null: nothing yet.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The database does not answer.</exception>
    Task<FleetNotices?> ReadFleetAsync(CancellationToken cancellation);
}
