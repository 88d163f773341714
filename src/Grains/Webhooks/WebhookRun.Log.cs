using Microsoft.Extensions.Logging;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Grains.Webhooks;

internal sealed partial class WebhookRun
{
    [LoggerMessage(EventName = "webhook.again", Level = LogLevel.Warning, Message = "Webhook {Webhook}: {Place} did not take event {Seq} ({Code}); trying again in {Seconds:0.0} s.")]
    private partial void Refused(WebhookId webhook, string place, long seq, string? code, double seconds);

    [LoggerMessage(EventName = "webhook.dead_letter", Level = LogLevel.Warning, Message = "Webhook {Webhook}: event {Seq} for {Place} is a dead letter after {Tries} attempts ({Reason}).")]
    private partial void Buried(WebhookId webhook, string place, long seq, string reason, int tries);

    [LoggerMessage(EventName = "webhook.gone", Level = LogLevel.Warning, Message = "webhook.gone: {Place} wants nothing any more; webhook {Webhook} is switched off.")]
    private partial void SwitchedOff(WebhookId webhook, string place);

    [LoggerMessage(EventName = "webhook.unread", Level = LogLevel.Warning, Message = "Webhook {Webhook} can't read the events; trying again.")]
    private partial void ReadFailed(Exception exception, WebhookId webhook);

    [LoggerMessage(EventName = "webhook.delivery_failed", Level = LogLevel.Warning, Message = "Webhook {Webhook} could not deal with event {Seq}; trying again.")]
    private partial void DeliveryFailed(Exception exception, WebhookId webhook, long seq);

    [LoggerMessage(EventName = "webhook.paused", Level = LogLevel.Warning, Message = "Webhook {Webhook} stops: the database does not answer. It goes on from its stored position; some events may come twice.")]
    private partial void RunPaused(Exception exception, WebhookId webhook);

    [LoggerMessage(EventName = "webhook.failed", Level = LogLevel.Error, Message = "The delivery of webhook {Webhook} failed; it begins anew from its stored position.")]
    private partial void RunFailed(Exception exception, WebhookId webhook);
}
