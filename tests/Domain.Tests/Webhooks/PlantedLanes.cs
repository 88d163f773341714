using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

/// <summary>The lanes, with one mistake planted between them and who uses them; or with none, then they are as they are.</summary>
internal sealed class PlantedLanes(long position, LaneBounds bounds, LaneBug bug)
{
    private readonly DeliveryLanes _lanes = new(position, bug switch
    {
        LaneBug.OneTooMany => bounds with { Width = bounds.Width + 1 },
        LaneBug.ProbingIgnored => bounds with { FailuresUntilProbing = int.MaxValue },
        _ => bounds,
    });

    private readonly Dictionary<long, LoggedEvent> _added = [];
    private readonly Dictionary<long, TimeSpan> _pauses = [];
    private readonly Dictionary<long, (Delivery Delivery, TimeSpan NotBefore)> _aside = [];
    private readonly HashSet<long> _asideOnTheirWay = [];
    private readonly HashSet<long> _sentAgain = [];
    private long _newest = position;

    public long Position => bug is LaneBug.PositionOfTheNewest ? Math.Max(_newest, _lanes.Position) : _lanes.Position;

    public int Held => _lanes.Held;

    public int OnTheirWay => _lanes.OnTheirWay + _asideOnTheirWay.Count;

    public bool HasRoom => _lanes.HasRoom;

    public bool IsProbing => _lanes.IsProbing;

    public void Add(LoggedEvent logged)
    {
        if (bug is LaneBug.DroppedAtTheLimit && _lanes.Held + 1 >= bounds.Window)
        {
            _lanes.ReadUpTo(logged.Seq);
            return;
        }

        _added.Add(logged.Seq, logged);
        _lanes.Add(bug is LaneBug.TwoLanesForABot ? logged with { Event = logged.Event with { Bot = InOneOfTwo(logged) } } : logged);
    }

    public void ReadUpTo(long seq) => _lanes.ReadUpTo(seq);

    public Delivery? Next(TimeSpan now)
    {
        foreach (var (delivery, notBefore) in _aside.Values)
        {
            if (notBefore <= now && _asideOnTheirWay.Add(delivery.Seq)) return delivery;
        }

        return _lanes.Next(now) is { } next ? next with { Logged = _added[next.Seq] } : null;
    }

    public TimeSpan? NextAt()
    {
        var at = _lanes.NextAt();
        foreach (var (delivery, notBefore) in _aside.Values)
        {
            if (!_asideOnTheirWay.Contains(delivery.Seq) && (at is null || notBefore < at)) at = notBefore;
        }

        return at;
    }

    public void Done(long seq, TimeSpan now)
    {
        _newest = Math.Max(_newest, seq);
        if (_asideOnTheirWay.Remove(seq))
        {
            _aside.Remove(seq);
        }
        else if (bug is LaneBug.SentAgainAfterItWasTaken && _sentAgain.Add(seq))
        {
            _lanes.Failed(seq, now, isReceivers: false);
        }
        else
        {
            var wasProbing = _lanes.IsProbing;
            _lanes.Done(seq);
            _pauses.Remove(seq);
            if (wasProbing && bug is LaneBug.BackAndNobodyKnows) _lanes.Hold(_pauses.Values.DefaultIfEmpty().Max());
        }
    }

    public void Failed(long seq, TimeSpan notBefore, bool isReceivers)
    {
        _pauses[seq] = notBefore;
        if (bug is LaneBug.RetriedBesideItsLane)
        {
            var before = _aside.TryGetValue(seq, out var again) ? again.Delivery.FailedBefore : 0;
            if (!_asideOnTheirWay.Remove(seq)) _lanes.GiveUp(seq);
            _aside[seq] = (new Delivery(_added[seq], before + 1), notBefore);
            return;
        }

        _lanes.Failed(seq, bug switch { LaneBug.NeverWakes => TimeSpan.MaxValue, LaneBug.PauseIgnored => TimeSpan.Zero, _ => notBefore }, isReceivers);
    }

    public void GiveUp(long seq)
    {
        _newest = Math.Max(_newest, seq);
        _pauses.Remove(seq);
        if (_asideOnTheirWay.Remove(seq)) _aside.Remove(seq);
        else if (bug is LaneBug.GivenUpAndKept) _lanes.Failed(seq, TimeSpan.MaxValue, isReceivers: false);
        else _lanes.GiveUp(seq);
    }

    public void Hold(TimeSpan until)
    {
        if (bug is not LaneBug.HoldIgnored) _lanes.Hold(until);
    }

    public bool IsObstacle(long seq) => !_aside.ContainsKey(seq) && _lanes.IsObstacle(seq);

    private static BotId InOneOfTwo(LoggedEvent logged) => BotId.Parse(string.Create(CultureInfo.InvariantCulture, $"{logged.Event.Bot}-{logged.Seq % 2}"));
}
