using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// Which events a webhook gets. Bots with a tag are known by their configuration when the event is handled; what may change it is itself
/// an event, so that the log tells when to look again.
/// </summary>
internal sealed class WebhookAudience(WebhookSettings settings, IBotStore bots)
{
    private static readonly string[] Changes = [EventTypes.BotRegistered, EventTypes.BotConfigChanged, EventTypes.BotRemoved];

    private readonly Dictionary<BotId, bool> _tagged = [];

    /// <summary>What has to be read of the log; more than is sent, where a tag decides.</summary>
    public EventQuery Query(int limit) => new()
    {
        Among = settings.Bots,
        Types = settings.Tag is null ? settings.Types : [.. settings.Types.Union(Changes)],
        Limit = limit,
    };

    /// <summary>In the order of the log. May be asked again about an event.</summary>
    /// <exception cref="StoreUnavailableException">The bot's tags are not known.</exception>
    public async Task<bool> GetsAsync(DomainEvent @event, CancellationToken cancellation)
    {
        if (settings.Tag is null) return true;
        // Removed, it keeps the tags it had, unless its data went too.
        if (@event.Type is EventTypes.BotRegistered or EventTypes.BotConfigChanged) _tagged.Remove(@event.Bot);
        if (!_tagged.TryGetValue(@event.Bot, out var isTagged))
            _tagged[@event.Bot] = isTagged = await HasTagAsync(@event.Bot, settings.Tag, cancellation);
        return isTagged && settings.Types.Contains(@event.Type);
    }

    private async Task<bool> HasTagAsync(BotId bot, string tag, CancellationToken cancellation) =>
        await bots.FindAsync(bot, cancellation) is { } record && record.Config.Tags.Contains(tag, StringComparer.Ordinal);
}
