using System.Text.Json;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Notices;
using MultiBot.Grains.Events.Subscribers;

namespace MultiBot.Grains.Notices;

/// <summary>
/// Tells those who look after all bots. Key: one in the cluster.
///
/// Role: reads the whole log from a position of its own and tells what <see cref="FleetNotices"/> decides, which is kept with the position.
/// Lifetime: the subscribers of the partitions call every few seconds, from whatever silos live; one that died comes up again by them.
/// Invariants: a digest is stored before it is handed over, under an id that stays, and handed over until it is known and stored what became
/// of it; of two activations one finds its position moved, forgets what it has and goes on from there.
/// </summary>
internal sealed partial class FleetNoticesGrain(
    SubscriberSilo silo, NoticesSilo notices, ILogger<FleetNoticesGrain> logger) : Grain, IFleetNoticesGrain
{
    private static readonly Subscription Whole = new("events-fleet", 0);

    /// <summary>The calls of sixteen partitions come at about the same time.</summary>
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromSeconds(1);

    private readonly NoticeRules _rules = notices.Fleet.Rules;
    private readonly FleetPost _post = notices.Fleet;
    private readonly SubscriberPosition _position = new();

    /// <summary>Ways on which a call is under way.</summary>
    private readonly HashSet<NoticeWay> _posting = [];
    private FleetNotices _fleet = new();
    private long? _lookedAt;
    private long _storedAt;
    private bool _isChanged;
    private bool _isSettled;

    public async Task Look(long upTo)
    {
        if (_post.Ways.Count == 0 || (_lookedAt is { } at && silo.Time.GetElapsedTime(at) < PauseBetweenLooks)) return;
        _lookedAt = silo.Time.GetTimestamp();
        try
        {
            await OpenAsync();
            var isUpToDate = await TryReadAsync(upTo);
            await GoOnAsync(isUpToDate);
        }
        catch (StoreUnavailableException exception)
        {
            // The log has it all, and the next call goes on from the stored position.
            Forget();
            Postponed(exception);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_position.Stored is null || !(_isChanged || _position.IsAhead)) return;
        try
        {
            await StoreAsync();
        }
        catch (StoreUnavailableException exception)
        {
            Postponed(exception);
        }
    }

    private async Task OpenAsync()
    {
        if (_position.Stored is not null) return;
        var stored = await silo.Subscriptions.ReadAsync(Whole, CancellationToken.None);
        _fleet = (await notices.Kept.ReadFleetAsync(CancellationToken.None) ?? new FleetNotices()).By(_post.Ways);
        _position.Open(stored);
    }

    /// <summary>False: there is more than there is time for in one call.</summary>
    private async Task<bool> TryReadAsync(long upTo)
    {
        var started = silo.Time.GetTimestamp();
        while (_position.Handled < upTo)
        {
            if (silo.Time.GetElapsedTime(started) > silo.Options.CatchUpFor) return false;
            var query = new EventQuery { After = _position.Handled, UpTo = upTo, Types = NoticeFact.Types, Limit = silo.Options.StretchLimit };
            var page = await silo.Log.ReadAsync(query, CancellationToken.None);
            foreach (var one in page) Take(one);
            _position.MoveTo(page.Count == query.Limit ? page[^1].Seq : upTo);
        }

        return true;
    }

    private void Take(LoggedEvent logged)
    {
        if (FactOf(logged) is not { } fact) return;
        var before = _fleet;
        _fleet = before.Collect(fact, _post.Chat, silo.Time.GetUtcNow(), _rules);
        _isChanged |= !ReferenceEquals(before, _fleet);
    }

    /// <summary>One that can't be read is put aside by the subscriber of its partition; here it must not keep the others.</summary>
    private NoticeFact? FactOf(LoggedEvent logged)
    {
        try
        {
            return NoticeFact.Of(logged, _rules.LongFlood);
        }
        catch (JsonException exception)
        {
            Unread(exception, logged.Seq);
            return null;
        }
    }

    private async Task GoOnAsync(bool isUpToDate)
    {
        var now = silo.Time.GetUtcNow();
        List<NoticeWay> due = isUpToDate ? [.. _post.Ways.Where(way => _fleet.IsDue(way, now, _rules))] : [];
        _fleet = due.Aggregate(_fleet, (fleet, way) => fleet.Tell(way, now));
        var isTime = silo.Time.GetElapsedTime(_storedAt) >= silo.Options.StorePositionEvery;
        // What was told is stored at once: until then a crash would have it told again where nobody else knows of it.
        if (due.Count > 0 || _isSettled || (isTime && (_isChanged || _position.IsAhead))) await StoreAsync();
        if (_position.Stored is null) return;
        foreach (var (way, telling) in _fleet.Ways)
        {
            if (telling.IsToBeLookedAt(now) && _posting.Add(way)) _ = PostAsync(way, telling.Pending!);
        }
    }

    /// <summary>Not in the grain's turns: an address that hangs keeps nobody from reading on.</summary>
    private async Task PostAsync(NoticeWay way, PendingDigest digest)
    {
        try
        {
            var (fate, pause) = await _post.SendAsync(digest, way);
            Hear(way, digest, fate, pause);
        }
        catch (Exception exception)
        {
            // A fault of ours: the digest stays, and is tried again.
            NotSent(exception, way);
            Hear(way, digest, NoticeFate.Waits, digest.Pause(_rules));
        }
        finally
        {
            _posting.Remove(way);
        }
    }

    private void Hear(NoticeWay way, PendingDigest digest, NoticeFate fate, TimeSpan pause)
    {
        _fleet = _fleet.Heard(way, digest.Id, fate, silo.Time.GetUtcNow(), pause);
        _isChanged = true;
        _isSettled |= fate is not NoticeFate.Waits;
    }

    private async Task StoreAsync()
    {
        var (from, to) = (_position.Stored!.Value, _position.Handled);
        var effects = new SubscriberEffects();
        effects.Remember(_fleet);
        _isChanged = _isSettled = false;
        var isStored = false;
        try
        {
            isStored = await silo.Subscriptions.AdvanceAsync(Whole, from, to, effects, CancellationToken.None);
        }
        finally
        {
            // Whatever went wrong: a digest that is stored nowhere must not be sent.
            if (!isStored) Forget();
        }

        if (!isStored) return;
        _position.Keep(to);
        _storedAt = silo.Time.GetTimestamp();
    }

    private void Forget()
    {
        _position.Forget();
        _fleet = new FleetNotices().By(_post.Ways);
        _isChanged = _isSettled = false;
    }

    [LoggerMessage(EventName = "notices.fleet_unread", Level = LogLevel.Warning, Message = "Event {Seq} can't be read and is not in the fleet's notices.")]
    private partial void Unread(Exception exception, long seq);

    [LoggerMessage(EventName = "notices.fleet_not_sent", Level = LogLevel.Error, Message = "The digest of all bots could not be handed over by way of {Way}; it is tried again.")]
    private partial void NotSent(Exception exception, NoticeWay way);

    [LoggerMessage(EventName = "notices.fleet_postponed", Level = LogLevel.Debug, Message = "The fleet's notices wait for the database.")]
    private partial void Postponed(Exception exception);
}
