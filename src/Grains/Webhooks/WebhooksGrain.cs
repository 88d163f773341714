using Microsoft.Extensions.Logging;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Webhooks;
using Orleans.Concurrency;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// The door of the webhooks. Key: one name for all.
///
/// Role: what is written is valid, and the webhook that is concerned acts by it before it is answered.
/// Lifetime: holds nothing; the store is the truth, and a change counts there.
/// </summary>
[StatelessWorker, Reentrant]
internal sealed partial class WebhooksGrain(WebhookRegistry registry, ILogger<WebhooksGrain> logger) : Grain, IWebhooksGrain
{
    public Task<Answer<WebhookList>> ListWebhooks() => registry.ListAsync();

    public Task<Answer<WebhookView>> GetWebhook(WebhookId id) => registry.FindAsync(id);

    public async Task<Answer<WebhookView>> AddWebhook(WebhookWrite write) => await AppliedAsync(await registry.AddAsync(write));

    public async Task<Answer<WebhookView>> ChangeWebhook(WebhookId id, WebhookWrite write) => await AppliedAsync(await registry.ChangeAsync(id, write));

    public async Task<Answer<WebhookView>> RemoveWebhook(WebhookId id, long? expectedRevision) =>
        await AppliedAsync(await registry.RemoveAsync(id, expectedRevision));

    public Task<Answer<WebhookTest>> TestWebhook(WebhookId id) => GrainFactory.Webhook(id).Test();

    /// <summary>A webhook that can't be told now finds out when it is woken next, or stores how far it has come.</summary>
    private async Task<Answer<WebhookView>> AppliedAsync(Answer<WebhookView> answer)
    {
        if (answer.Value is not { } view) return answer;
        try
        {
            await GrainFactory.Webhook(view.Id).Changed();
        }
        catch (Exception exception)
        {
            NotTold(exception, view.Id);
        }

        return answer;
    }

    [LoggerMessage(EventName = "webhook.not_told", Level = LogLevel.Warning, Message = "Webhook {Webhook} could not be told of a change; it notices within seconds.")]
    private partial void NotTold(Exception exception, WebhookId webhook);
}
