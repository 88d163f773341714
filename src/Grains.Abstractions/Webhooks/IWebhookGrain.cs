using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Concurrency;

namespace MultiBot.Grains.Abstractions.Webhooks;

/// <summary>Delivers the events of one webhook. Key: its id. For silos only.</summary>
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

    /// <summary>Sends one event now, beside the order of the others, with the id it had before. 404 <c>webhook.not_found</c>.</summary>
    [Alias("Redeliver"), AlwaysInterleave]
    Task<Answer<WebhookTest>> Redeliver(EventItem item);
}
