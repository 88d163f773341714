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
/// Invariants: a digest is stored before it is handed over, under an id that stays; of two activations one finds its position moved, forgets
/// what it has and goes on from there.
/// </summary>
internal sealed partial class FleetNoticesGrain(
    SubscriberSilo silo, NoticesSilo notices, FleetPost post, ILogger<FleetNoticesGrain> logger) : Grain, IFleetNoticesGrain
{
    private static readonly Subscription Whole = new("events-fleet", 0);

    /// <summary>The calls of sixteen partitions come at about the same time.</summary>
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromSeconds(1);

    private readonly NoticeRules _rules = notices.Options.FleetRules;
    private readonly SubscriberPosition _position = new();
    private FleetNotices _fleet = new();
    private long? _lookedAt;
    private long _storedAt;
    private bool _isChanged;
    private bool _isPosting;

    public async Task Look(long upTo)
    {
        if (post.Ways.Count == 0 || (_lookedAt is { } at && silo.Time.GetElapsedTime(at) < PauseBetweenLooks)) return;
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
        _fleet = await notices.Kept.ReadFleetAsync(CancellationToken.None) ?? new FleetNotices();
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
        _fleet = before.Collect(fact, post.Chat, silo.Time.GetUtcNow(), _rules);
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
        var tells = isUpToDate && _fleet.IsDue(now, _rules);
        if (tells) _fleet = _fleet.Tell(post.Ways, now);
        var isDue = silo.Time.GetElapsedTime(_storedAt) >= silo.Options.StorePositionEvery;
        if (tells || (isDue && (_isChanged || _position.IsAhead))) await StoreAsync();
        if (_position.Stored is not null && !_isPosting && _fleet.IsToBeLookedAt(now)) _ = PostAsync(_fleet.Pending!);
    }

    /// <summary>Not in the grain's turns: an address that hangs keeps nobody from reading on.</summary>
    private async Task PostAsync(PendingDigest digest)
    {
        _isPosting = true;
        try
        {
            foreach (var way in digest.Open)
            {
                var fate = await post.SendAsync(digest, way, digest.At + _rules.StaleAfter);
                _fleet = _fleet.Heard(digest.Id, way, fate, silo.Time.GetUtcNow(), _rules);
                _isChanged = true;
            }
        }
        finally
        {
            _isPosting = false;
        }
    }

    private async Task StoreAsync()
    {
        var (from, to) = (_position.Stored!.Value, _position.Handled);
        var effects = new SubscriberEffects();
        effects.Remember(_fleet);
        _isChanged = false;
        if (!await silo.Subscriptions.AdvanceAsync(Whole, from, to, effects, CancellationToken.None))
        {
            Forget();
            return;
        }

        _position.Keep(to);
        _storedAt = silo.Time.GetTimestamp();
    }

    private void Forget()
    {
        _position.Forget();
        _fleet = new FleetNotices();
        _isChanged = false;
    }

    [LoggerMessage(EventName = "notices.fleet_unread", Level = LogLevel.Warning, Message = "Event {Seq} can't be read and is not in the fleet's notices.")]
    private partial void Unread(Exception exception, long seq);

    [LoggerMessage(EventName = "notices.fleet_postponed", Level = LogLevel.Debug, Message = "The fleet's notices wait for the database.")]
    private partial void Postponed(Exception exception);
}
