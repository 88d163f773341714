using MultiBot.Domain.Problems;
using Orleans.Concurrency;

namespace MultiBot.Grains.Abstractions.Webhooks;

/// <summary>
/// Delivers the events of one webhook. Key: its id. For silos only. It takes dead letters again as a subscriber does
/// (<see cref="Events.IEventSubscriberGrain"/>).
/// </summary>
[Alias("multibot.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sees to it that events are delivered, by settings of at least this revision (0: whichever are stored). May be called at any time and any
    /// number of times; a webhook that nobody wakes for a while stops where it stands.
    /// </summary>
    [Alias("Wake")]
    Task Wake(long revision);

    /// <summary>The settings were changed, or the webhook removed: nothing is sent by the old ones once this answers.</summary>
    [Alias("Changed")]
    Task Changed();

    /// <summary>Sends a ping now. 404 <c>webhook.not_found</c>.</summary>
    [Alias("Test"), AlwaysInterleave]
    Task<Answer<WebhookTest>> Test();
}
