using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace MultiBot.Grains.Events.Subscribers;

/// <summary>
/// A subscriber's grain for one partition of the event log; the key is the partition's. The stream hands it stretches of the log, which may
/// come twice and with holes: it knows how far it is and reads from the log what is missing. What it makes of the events is stored together
/// with its position, some seconds' worth at a time; after a crash that much is handled again. An event that can't be handled is
/// put aside after some tries, so that others flow on. Two activations at once (a silo that was declared dead) disturb nobody: one of them
/// finds its position moved, forgets what it did and goes on from there.
/// </summary>
[PreferLocalPlacement]
public abstract class EventSubscriberGrain(SubscriberSilo silo) : Grain, IEventSubscriberGrain, IStreamSubscriptionObserver, IAsyncObserver<EventStretch>
{
    private readonly SubscriberPosition _position = new();
    private SubscriberEffects _effects = new();
    private Try _try = new();
    private Subscription? _subscription;
    private long _storedAt;

    protected int Partition => Subscription.Partition;

    /// <summary>All events up to here are handled, for now in memory only.</summary>
    protected long Handled => _position.Handled;

    /// <summary>For what is written outside of handling an event; stored with the position.</summary>
    protected SubscriberEffects Effects => _effects;

    /// <summary>Its name in the table of positions and beside dead events is the grain's type.</summary>
    private Subscription Subscription => _subscription ??= new Subscription(this.GetGrainId().Type.ToString()!, EventStreams.PartitionOf(this.GetPrimaryKeyString()));

    /// <summary>
    /// Handles an event; what it writes goes into the effects, last of all. May be called again for the same event. Whatever it throws but
    /// <see cref="StoreUnavailableException"/> counts as a try.
    /// </summary>
    protected abstract Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation);

    /// <summary>After each stretch, those without events too.</summary>
    protected virtual Task HandledAsync(EventStretch stretch, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// The position has just been read: what else is kept of the subscriber's is to be read, too. Should somebody else go on in between, the
    /// position says so when it is stored.
    /// </summary>
    protected virtual Task OpeningAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What was made of events and is not stored is gone; it is all read again before the next event.</summary>
    protected virtual void Forgotten()
    {
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<EventStretch>().ResumeAsync(this);

    public async Task OnNextAsync(EventStretch item, StreamSequenceToken? token = null)
    {
        try
        {
            await TakeAsync(item);
            await HandledAsync(item, CancellationToken.None);
            if (IsDue) await StoreAsync();
        }
        catch (StoreUnavailableException exception)
        {
            // The log has it all, and the next sign of life goes on from the stored position.
            Forget();
            silo.Logger.Postponed(exception, Subscription.Subscriber, Partition);
        }
    }

    public Task OnErrorAsync(Exception ex)
    {
        // A stretch that could not be delivered: the next one shows the hole.
        silo.Logger.Missed(ex, Subscription.Subscriber, Partition);
        return Task.CompletedTask;
    }

    public async Task<bool> Redeliver(DeadEvent dead)
    {
        // Its effects are stored without the position: nothing else may be open beside them.
        if (IsUnstored) await StoreAsync();
        await OpenAsync();
        SubscriberEffects effects;
        try
        {
            effects = await TryAsync(dead.Event);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            await PutAsideAsync(dead.Event, exception, tries: 1);
            throw new EventRefusedException(ReasonOf(exception));
        }

        var isSettled = false;
        try
        {
            return isSettled = await silo.Dead.SettleAsync(dead.Id, effects, CancellationToken.None);
        }
        finally
        {
            if (!isSettled) Forget();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!IsUnstored) return;
        try
        {
            await StoreAsync();
        }
        catch (StoreUnavailableException exception)
        {
            // The next activation handles it again.
            silo.Logger.Postponed(exception, Subscription.Subscriber, Partition);
        }
    }

    /// <summary>Much to store is stored within seconds; that nothing was of interest, now and then.</summary>
    private bool IsDue =>
        IsUnstored && silo.Time.GetElapsedTime(_storedAt) >= (_effects.IsEmpty ? silo.Options.StorePositionEvery : silo.Options.StoreEffectsEvery);

    private bool IsUnstored => _position.IsAhead || (_position.Stored is not null && !_effects.IsEmpty);

    private async Task OpenAsync()
    {
        if (_position.Stored is not null) return;
        var stored = await silo.Subscriptions.ReadAsync(Subscription, CancellationToken.None);
        await OpeningAsync(CancellationToken.None);
        _position.Open(stored);
    }

    private async Task TakeAsync(EventStretch stretch)
    {
        await OpenAsync();
        if (_position.MissingBefore(stretch) is { } upTo && !await TryCatchUpAsync(upTo)) return;
        foreach (var one in _position.New(stretch).ToList()) await HandleOneAsync(one);
        _position.MoveTo(stretch.UpTo);
    }

    /// <summary>False: there is so much that others have to get their turn; the next stretch goes on.</summary>
    private async Task<bool> TryCatchUpAsync(long upTo)
    {
        var started = silo.Time.GetTimestamp();
        while (silo.Time.GetElapsedTime(started) < silo.Options.CatchUpFor)
        {
            var query = new EventQuery { After = _position.Handled, UpTo = upTo, Partition = Partition, Limit = silo.Options.StretchLimit };
            var page = await silo.Log.ReadAsync(query, CancellationToken.None);
            foreach (var one in page) await HandleOneAsync(one);
            if (page.Count == query.Limit) continue;
            _position.MoveTo(upTo);
            return true;
        }

        return false;
    }

    private async Task HandleOneAsync(LoggedEvent logged)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                _effects.Add(await TryAsync(logged));
                break;
            }
            catch (Exception exception) when (exception is not StoreUnavailableException)
            {
                if (tries == silo.Options.Tries)
                {
                    await PutAsideAsync(logged, exception, tries);
                    break;
                }

                await Task.Delay(silo.Options.PauseBetweenTries * Math.Pow(3, tries - 1), silo.Time);
            }
        }

        _position.MoveTo(logged.Seq);
    }

    /// <summary>A handler that hangs has failed; what it does later is lost.</summary>
    /// <returns>What came of it; good until the next try.</returns>
    private async ValueTask<SubscriberEffects> TryAsync(LoggedEvent logged)
    {
        var one = _try;
        one.Effects.Clear();
        var handling = HandleAsync(logged, one.Effects, one.GivenUp.Token);
        try
        {
            await handling.WaitAsync(silo.Options.HandlingTimeout, silo.Time, CancellationToken.None);
            return one.Effects;
        }
        catch (TimeoutException) when (!handling.IsCompleted)
        {
            _try = new Try();
            await one.GivenUp.CancelAsync();
            throw;
        }
    }

    private async Task PutAsideAsync(LoggedEvent logged, Exception exception, int tries)
    {
        silo.Logger.PutAside(exception, Subscription.Subscriber, logged.Seq, logged.Event.Type, logged.Event.Bot);
        await silo.Dead.AddAsync(
            new DeadEvent { Subscriber = Subscription.Subscriber, Event = logged, Reason = ReasonOf(exception), Tries = tries }, CancellationToken.None);
    }

    /// <summary>The kind of the trouble; its text may hold what must not be kept.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        EventRefusedException refused => refused.Message,
        TimeoutException or OperationCanceledException => "events.handler_hung",
        _ => $"events.handler_failed: {exception.GetType().Name}",
    };

    /// <summary>Stores all at once. When somebody else has gone on meanwhile, or nobody knows what was stored, everything is forgotten.</summary>
    protected async Task StoreAsync()
    {
        var (from, to, effects) = (_position.Stored!.Value, _position.Handled, _effects);
        // What is written while the database answers goes with the next time.
        _effects = new SubscriberEffects();
        var isMine = false;
        try
        {
            isMine = await silo.Subscriptions.AdvanceAsync(Subscription, from, to, effects, CancellationToken.None);
        }
        finally
        {
            if (!isMine) Forget();
        }

        if (!isMine) return;
        _position.Keep(to);
        _storedAt = silo.Time.GetTimestamp();
    }

    private void Forget()
    {
        _position.Forget();
        _effects = new SubscriberEffects();
        Forgotten();
    }

    /// <summary>What a handler is given beside the event: one serves event after event, until a handler hangs and keeps it.</summary>
    private sealed class Try
    {
        public SubscriberEffects Effects { get; } = new();

        public CancellationTokenSource GivenUp { get; } = new();
    }
}
