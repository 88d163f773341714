using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Webhooks;

/// <summary>Where events go that a webhook could not deliver.</summary>
internal interface IDeadDeliveries
{
    /// <summary>Kept when it completes. The same event may come again: it is kept once.</summary>
    /// <exception cref="Domain.Storage.StoreUnavailableException">It may or may not be kept.</exception>
    Task AddAsync(WebhookId webhook, LoggedEvent logged, string code, int tries, CancellationToken cancellation);
}
