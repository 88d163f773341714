using Microsoft.Extensions.Logging;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Webhooks;
using MultiBot.Grains.Events.Subscribers;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// One webhook. Key: its id.
///
/// Role: has its events delivered, by the settings as they are stored (<see cref="WebhookRun"/>).
/// Lifetime: runs while somebody wakes it; on any silo, since a position is all it needs, and that is in the store. Two activations at once
/// (for seconds, after a silo's death) send some events twice and neither sets the other back.
/// Invariants: nothing is sent by settings that were changed before the call of <see cref="Changed"/>; the position never passes an event
/// that is neither delivered nor a dead letter.
/// </summary>
[GrainType(WebhookId.GrainType)]
internal sealed partial class WebhookGrain(WebhookSilo silo, ILogger<WebhookGrain> logger) : Grain, IWebhookGrain, IEventSubscriberGrain, IAsyncDisposable
{
    private WebhookRun? _run;
    private long _revision;

    private WebhookId Id => WebhookId.Parse(this.GetPrimaryKeyString());

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    public Task Wake(long revision) => _run is { IsOver: false } && revision <= _revision ? Task.CompletedTask : BeginAsync();

    public Task Changed() => BeginAsync();

    public async Task<Answer<WebhookTest>> Test() => await silo.Store.FindAsync(Id, CancellationToken.None) is { } hook
        ? await TryAsync(hook, $"{Id}_{Ping}_{Guid.NewGuid():n}", WebhookBody.WritePing(hook, silo.Time.GetUtcNow()))
        : WebhookRegistry.NoSuchWebhook(Id);

    /// <summary>Beside the order of the others, with the id it had before.</summary>
    public async Task<bool> Redeliver(DeadEvent dead)
    {
        var refusal = WebhookCodes.NotFound;
        if (await silo.Store.FindAsync(Id, CancellationToken.None) is { } hook)
        {
            var body = await silo.BodyAsync(hook.Settings, dead.Event, CancellationToken.None);
            var outcome = await silo.Sender.SendAsync(hook.Settings, WebhookBody.MessageId(Id, dead.Event.Seq), body, CancellationToken.None);
            if (outcome is DeliveryOutcome.Delivered) return await silo.DeadLetters.SettleAsync(dead.Id, new SubscriberEffects(), CancellationToken.None);
            refusal = outcome.Spoken;
        }

        await silo.BuryAsync(Id, dead.Event, refusal, tries: 1);
        throw new EventRefusedException(refusal);
    }

    /// <summary>Ends what runs, and begins by what is stored now.</summary>
    private async Task BeginAsync()
    {
        await StopAsync();
        if (await silo.Store.FindAsync(Id, CancellationToken.None) is not { Settings.Enabled: true } hook)
        {
            DeactivateOnIdle();
            return;
        }

        _revision = hook.Revision;
        _run = new WebhookRun(hook, silo, logger);
        _run.Start();
        Running(Id, hook.Settings.Place, hook.State.Position);
    }

    private async Task StopAsync()
    {
        var run = _run;
        _run = null;
        if (run is not null) await run.DisposeAsync();
    }

    private async Task<WebhookTest> TryAsync(Webhook hook, string messageId, byte[] body)
    {
        var started = silo.Time.GetTimestamp();
        var outcome = await silo.Sender.SendAsync(hook.Settings, messageId, body, CancellationToken.None);
        var refused = outcome as DeliveryOutcome.Refused;
        return new WebhookTest
        {
            Delivered = outcome is DeliveryOutcome.Delivered,
            Status = refused?.Status ?? (outcome as DeliveryOutcome.Delivered)?.Status,
            Reason = refused?.Reason,
            Duration = silo.Time.GetElapsedTime(started),
            Code = outcome.Code,
        };
    }

    private const string Ping = "ping";

    [LoggerMessage(EventName = "webhook.running", Level = LogLevel.Information, Message = "Webhook {Webhook} sends events behind {Position} to {Place}.")]
    private partial void Running(WebhookId webhook, string place, long position);
}
