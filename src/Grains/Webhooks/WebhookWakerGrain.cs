using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// Sees to it that each webhook runs somewhere: every few seconds, by the signs of life of the event streams, which come on some silo
/// whatever dies. Webhooks read the log by themselves: no event is handled here, and there is no position to keep. One partition's grain does
/// it for all.
/// </summary>
[ImplicitStreamSubscription(EventStreams.Name)]
[GrainType(Name)]
[PreferLocalPlacement]
public sealed partial class WebhookWakerGrain(IWebhookStore webhooks, TimeProvider time, IOptions<WebhooksOptions> options, ILogger<WebhookWakerGrain> logger)
    : Grain, IGrainWithStringKey, IStreamSubscriptionObserver, IAsyncObserver<EventStretch>
{
    public const string Name = "events-webhooks";

    private const int Responsible = 0;

    private readonly WakeRounds _rounds = new(time, options.Value.WakeEvery);

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<EventStretch>().ResumeAsync(this);

    /// <summary>The round is not waited for: a webhook that is slow to begin holds up nobody's events.</summary>
    public Task OnNextAsync(EventStretch item, StreamSequenceToken? token = null)
    {
        if (EventStreams.PartitionOf(this.GetPrimaryKeyString()) == Responsible) _rounds.BeginIfDue(WakeAllAsync);
        return Task.CompletedTask;
    }

    /// <summary>A sign of life that was missed: there are more.</summary>
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    private async Task WakeAllAsync()
    {
        try
        {
            var all = await webhooks.ListAsync(CancellationToken.None);
            await Task.WhenAll(all.Where(hook => hook.Settings.Enabled).Select(WakeAsync));
        }
        catch (Exception exception)
        {
            // The next sign of life tries again.
            NotListed(exception);
        }
    }

    private async Task WakeAsync(Webhook hook)
    {
        try
        {
            await GrainFactory.Webhook(hook.Id).Wake(hook.Revision);
        }
        catch (Exception exception)
        {
            NotWoken(exception, hook.Id);
        }
    }

    [LoggerMessage(EventName = "webhook.not_listed", Level = LogLevel.Warning, Message = "The webhooks could not be read; trying again in some seconds.")]
    private partial void NotListed(Exception exception);

    [LoggerMessage(EventName = "webhook.not_woken", Level = LogLevel.Warning, Message = "Webhook {Webhook} could not be woken; trying again in some seconds.")]
    private partial void NotWoken(Exception exception, WebhookId webhook);
}

/// <summary>A round at a time, and not too often.</summary>
/// <param name="time">The clock.</param>
/// <param name="pause">From the start of one to the start of the next.</param>
internal sealed class WakeRounds(TimeProvider time, TimeSpan pause)
{
    private Task _round = Task.CompletedTask;
    private long? _begunAt;

    public void BeginIfDue(Func<Task> round)
    {
        if (!_round.IsCompleted || (_begunAt is { } begun && time.GetElapsedTime(begun) < pause)) return;
        _begunAt = time.GetTimestamp();
        _round = round();
    }
}
