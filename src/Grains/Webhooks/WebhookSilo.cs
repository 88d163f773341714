using Microsoft.Extensions.Options;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Events;

namespace MultiBot.Grains.Webhooks;

/// <summary>What every webhook of a silo shares.</summary>
internal sealed record WebhookSilo(
    IWebhookStore Store,
    IQueries Queries,
    IBotStore Bots,
    IDeadEvents DeadLetters,
    EventTail Tail,
    WebhookSender Sender,
    TimeProvider Time,
    IOptions<WebhooksOptions> Configured)
{
    public WebhooksOptions Options => Configured.Value;

    public DeliveryPatience Patience { get; } = new()
    {
        FirstPause = Configured.Value.FirstPause,
        LongestPause = Configured.Value.LongestPause,
        LongestAsked = Configured.Value.LongestRetryAfter,
        RefusalTries = Configured.Value.RefusalTries,
        ObstacleTries = Configured.Value.ObstacleTries,
        GiveUpAfter = Configured.Value.GiveUpAfter,
    };

    /// <summary>Pages are a tenth of the window, so that one of them never fills it.</summary>
    public LaneBounds Bounds { get; } = new()
    {
        Window = Configured.Value.Window,
        Page = Math.Max(1, Configured.Value.Window / PagesOfAWindow),
        Width = Configured.Value.Width,
        FailuresUntilProbing = Configured.Value.FailuresUntilProbing,
    };

    private const int PagesOfAWindow = 10;

    /// <summary>Puts an event aside. May be called again: it is kept once.</summary>
    /// <exception cref="StoreUnavailableException">It may or may not be kept.</exception>
    public Task BuryAsync(WebhookId id, LoggedEvent logged, string reason, int tries) => DeadLetters.AddAsync(
        new DeadEvent { Subscriber = id.Subscriber, Event = logged, Reason = reason, Tries = tries }, CancellationToken.None);

    /// <summary>What is sent about an event, with the message as it stands now where texts go along.</summary>
    /// <exception cref="StoreUnavailableException">The message can't be read.</exception>
    public async Task<byte[]> BodyAsync(WebhookSettings settings, LoggedEvent logged, CancellationToken cancellation)
    {
        if (!settings.IncludeText || logged.Event.Chat is not { } chat || WebhookBody.MessageOf(logged.Event) is not { } message)
            return WebhookBody.Write(logged);
        return WebhookBody.Write(logged, await Queries.FindMessageAsync(new ChatKey(logged.Event.Bot, chat), message, cancellation));
    }
}
