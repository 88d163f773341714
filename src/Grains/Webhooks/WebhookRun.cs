using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Events;

namespace MultiBot.Grains.Webhooks;

/// <summary>
/// One webhook's delivery by one set of settings, from its stored position on. <see cref="DeliveryLanes"/> decides what goes when,
/// <see cref="DeliveryPatience"/> what follows from how it ended; here it is carried out. All of it happens in the turns of its grain:
/// nothing here is entered twice at once.
///
/// Ends when it is stopped, when its settings or its position were changed by somebody else, or when the receiver wants nothing any more.
/// </summary>
internal sealed partial class WebhookRun(Webhook hook, WebhookSilo silo, ILogger logger) : IAsyncDisposable
{
    private readonly WebhookAudience _audience = new(hook.Settings, silo.Bots);
    private readonly DeliveryLanes _lanes = new(hook.State.Position, silo.Bounds);
    private readonly WebhookProgress _progress = new(hook, silo);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly long _started = silo.Time.GetTimestamp();
    private readonly HashSet<Task> _calls = [];
    private readonly Random _random = new();
    private Task _work = Task.CompletedTask;
    private bool _isReaderAway;
    private bool _isUnwanted;

    /// <summary>It has ended; whoever wants more reads the webhook anew.</summary>
    public bool IsOver => _work.IsCompleted;

    private TimeSpan Now => silo.Time.GetElapsedTime(_started);

    public void Start() => _work = RunAsync();

    /// <summary>Begins nothing more at once; waits a while for the calls on their way, then cuts them off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _stopping.Dispose();
        _cutOff.Dispose();
    }

    private async Task RunAsync()
    {
        await TryDeliverAsync();
        await SettleAsync();
    }

    private async Task TryDeliverAsync()
    {
        try
        {
            using var reader = await silo.Tail.FollowAsync(_audience.Query(silo.Bounds.Page), hook.State.Position, _stopping.Token);
            await DeliverAsync(reader);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped: what is unfinished is read again from the position.
            return;
        }
        catch (StoreUnavailableException exception)
        {
            RunPaused(exception, hook.Id);
        }
        catch (Exception exception)
        {
            // A fault of ours; the next nudge begins anew from the stored position.
            RunFailed(exception, hook.Id);
        }
    }

    private async Task DeliverAsync(EventReader reader)
    {
        Task<IReadOnlyList<TailedEvent>>? reading = null;
        while (!_stopping.IsCancellationRequested && !reader.IsOver)
        {
            if (reading is { IsCompleted: true })
            {
                await TakeAsync(reader, reading);
                reading = null;
            }

            if (_lanes.HasRoom) reading ??= reader.ReadAsync(silo.Options.IdleSaveEvery, _stopping.Token);
            while (_lanes.Next(Now) is { } delivery) Begin(delivery);
            if (!await _progress.KeepAsync(_lanes.Position)) return;
            await RestAsync(reading);
        }
    }

    /// <summary>Takes in what was read, and how far.</summary>
    private async Task TakeAsync(EventReader reader, Task<IReadOnlyList<TailedEvent>> reading)
    {
        IReadOnlyList<TailedEvent> found;
        try
        {
            found = await reading;
            _isReaderAway = false;
        }
        catch (StoreUnavailableException exception)
        {
            if (!_isReaderAway) ReadFailed(exception, hook.Id);
            _isReaderAway = true;
            await Task.Delay(silo.Options.SaveEvery, silo.Time, _stopping.Token);
            return;
        }

        foreach (var one in found)
        {
            if (await _audience.GetsAsync(one.Logged.Event, _stopping.Token)) _lanes.Add(one.Logged);
        }

        if (reader.Position is { } position) _lanes.ReadUpTo(position);
    }

    /// <summary>Until something was read or a call has ended, or it is time for something.</summary>
    private async Task RestAsync(Task? reading)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var waits = new List<Task> { _news.Reader.WaitToReadAsync(end.Token).AsTask() };
        if (reading is not null) waits.Add(reading);
        if (Earlier(_lanes.NextAt(), _progress.DueAt(_lanes.Position)) is { } due) waits.Add(Task.Delay(due > Now ? due - Now : TimeSpan.Zero, silo.Time, end.Token));
        await Task.WhenAny(waits);
        await end.CancelAsync();
        _news.Reader.TryRead(out _);
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private void Begin(Delivery delivery)
    {
        _calls.RemoveWhere(ended => ended.IsCompleted);
        _calls.Add(CallAsync(delivery));
    }

    private async Task CallAsync(Delivery delivery)
    {
        try
        {
            var outcome = await SendAsync(delivery.Logged, _cutOff.Token);
            var age = silo.Time.GetUtcNow() - delivery.Logged.Event.At;
            var verdict = silo.Patience.Judge(outcome, delivery.FailedBefore, age, _lanes.IsObstacle(delivery.Seq), _random.NextDouble());
            _progress.Saw(outcome);
            await FollowAsync(delivery, outcome, verdict);
        }
        catch (OperationCanceledException) when (_cutOff.IsCancellationRequested)
        {
            // Cut off: unfinished, and sent again from the position.
            return;
        }
        catch (Exception exception)
        {
            // The store does not answer, or a fault of ours: never an event less for it.
            DeliveryFailed(exception, hook.Id, delivery.Seq);
            _lanes.Failed(delivery.Seq, Now + silo.Patience.Pause(delivery.FailedBefore, _random.NextDouble()), isReceivers: false);
        }
        finally
        {
            _news.Writer.TryWrite(true);
        }
    }

    private async Task<DeliveryOutcome> SendAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        var body = await silo.BodyAsync(hook.Settings, logged, cancellation);
        return await silo.Sender.SendAsync(hook.Settings, WebhookBody.MessageId(hook.Id, logged.Seq), body, cancellation);
    }

    private async Task FollowAsync(Delivery delivery, DeliveryOutcome outcome, DeliveryVerdict verdict)
    {
        switch (verdict)
        {
            case DeliveryVerdict.Done:
                _lanes.Done(delivery.Seq);
                break;
            case DeliveryVerdict.Again again:
                if (delivery.FailedBefore == 0) Refused(hook.Id, hook.Settings.Place, delivery.Seq, outcome.Code, again.Pause.TotalSeconds);
                if (again.IsAsked) _lanes.Hold(Now + again.Pause);
                _lanes.Failed(delivery.Seq, Now + again.Pause, again.IsReceivers);
                break;
            case DeliveryVerdict.Dead dead:
                await silo.BuryAsync(hook.Id, delivery.Logged, dead.Reason, delivery.FailedBefore + 1);
                Buried(hook.Id, hook.Settings.Place, delivery.Seq, dead.Reason, delivery.FailedBefore + 1);
                _lanes.GiveUp(delivery.Seq);
                break;
            case DeliveryVerdict.Off:
                // The event stays unfinished: who switches the webhook on again has it.
                _lanes.Failed(delivery.Seq, Now + silo.Options.LongestPause, isReceivers: true);
                _isUnwanted = true;
                await _stopping.CancelAsync();
                break;
        }
    }

    /// <summary>Calls on their way end or are cut off; then what was reached is kept.</summary>
    private async Task SettleAsync()
    {
        try
        {
            await Task.WhenAll(_calls).WaitAsync(silo.Options.SettleTimeout, silo.Time);
        }
        catch (TimeoutException)
        {
            await _cutOff.CancelAsync();
            await Task.WhenAll(_calls);
        }

        try
        {
            await _progress.KeepNowAsync(_lanes.Position);
            if (_isUnwanted) await SwitchOffAsync();
        }
        catch (StoreUnavailableException exception)
        {
            RunPaused(exception, hook.Id);
        }
        catch (Exception exception)
        {
            RunFailed(exception, hook.Id);
        }
    }

    private async Task SwitchOffAsync()
    {
        if (await silo.Store.ReplaceAsync(hook.Id, hook.Settings with { Enabled = false }, hook.Revision, CancellationToken.None) is not null)
            SwitchedOff(hook.Id, hook.Settings.Place);
    }
}
