using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

/// <summary>
/// One history of a webhook: events of a few bots, a receiver that takes some, refuses some and goes away for a while, everything in an
/// order drawn by chance. Answers what was broken, or null.
/// </summary>
internal sealed class LaneWorld
{
    private const int MostSteps = 50_000;

    private readonly Chance _chance;
    private readonly LaneBounds _bounds;
    private readonly PlantedLanes _lanes;
    private readonly List<LoggedEvent> _log = [];
    private readonly HashSet<long> _poisoned = [];
    private readonly HashSet<long> _added = [];
    private readonly HashSet<long> _finished = [];
    private readonly Dictionary<long, TimeSpan> _notBefore = [];
    private readonly Dictionary<long, Delivery> _onTheirWay = [];
    private readonly double _trouble;
    private long _position;
    private long _readUpTo;
    private int _read;
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private TimeSpan _held;
    private int _failuresInARow;
    private string? _broken;

    public LaneWorld(ulong seed, LaneBug bug = LaneBug.None)
    {
        _chance = new Chance(seed);
        var page = 1 + _chance.Below(4);
        _bounds = new LaneBounds { Page = page, Window = page + _chance.Below(20), Width = 1 + _chance.Below(4), FailuresUntilProbing = 1 + _chance.Below(4) };
        _trouble = _chance.Of(0, 0.1, 0.4, 0.8);
        _position = _readUpTo = _chance.Below(5);
        _lanes = new PlantedLanes(_position, _bounds, bug);
        WriteLog();
    }

    /// <summary>What the worst of the runs held at once, for the bound to be worth something.</summary>
    public int MostHeld { get; private set; }

    public string? Run()
    {
        for (var step = 0; step < MostSteps && _broken is null; step++)
        {
            if (_finished.Count == _log.Count && _read == _log.Count) return AtRest();
            Step();
            Look();
        }

        return _broken ?? $"Not finished after {MostSteps} steps: {_finished.Count} of {_log.Count}.";
    }

    private void WriteLog()
    {
        var bots = 1 + _chance.Below(5);
        var seq = _position;
        for (var i = 5 + _chance.Below(40); i > 0; i--)
        {
            seq += 1 + _chance.Below(3);
            var bot = BotId.Parse(string.Create(CultureInfo.InvariantCulture, $"bot-{_chance.Below(bots)}"));
            _log.Add(new LoggedEvent(seq, new DomainEvent { Type = EventTypes.MessageSent, Bot = bot, At = DateTimeOffset.UnixEpoch }));
            if (_chance.In(0.05)) _poisoned.Add(seq);
        }
    }

    private void Step()
    {
        switch (_chance.Below(6))
        {
            case 0 or 1:
                Read();
                break;
            case 2 or 3:
                Begin();
                break;
            case 4 when _onTheirWay.Count > 0:
                Land(_onTheirWay.Values.ElementAt(_chance.Below(_onTheirWay.Count)));
                break;
            default:
                Wait();
                break;
        }
    }

    private void Read()
    {
        if (!_lanes.HasRoom || _read == _log.Count) return;
        foreach (var logged in _log.Skip(_read).Take(1 + _chance.Below(_bounds.Page)).ToList())
        {
            _lanes.Add(logged);
            _added.Add(logged.Seq);
            _readUpTo = logged.Seq;
            _read++;
        }

        if (_read == _log.Count || !_chance.In(0.3)) return;
        // Numbers of no concern behind it, and before the next.
        _readUpTo = _log[_read].Seq - 1;
        _lanes.ReadUpTo(_readUpTo);
    }

    private void Begin()
    {
        var (at, wasProbing) = (_lanes.NextAt(), _failuresInARow >= _bounds.FailuresUntilProbing);
        if (_lanes.IsProbing != wasProbing) Break($"After {_failuresInARow} failures in a row it probes: {_lanes.IsProbing}.");
        var delivery = _lanes.Next(_now);
        if ((delivery is not null) != (at <= _now)) Break($"NextAt said {at}, and at {_now} there was {delivery?.Seq}.");
        if (delivery is null) return;
        var bot = delivery.Logged.Event.Bot;
        if (_onTheirWay.Values.Any(other => other.Logged.Event.Bot == bot)) Break($"Two of {bot} are on their way.");
        if (_log.Any(other => other.Event.Bot == bot && other.Seq < delivery.Seq && !_finished.Contains(other.Seq))) Break($"{delivery.Seq} overtook an earlier one of {bot}.");
        if (_finished.Contains(delivery.Seq)) Break($"{delivery.Seq} is finished.");
        if (_now < _notBefore.GetValueOrDefault(delivery.Seq)) Break($"{delivery.Seq} went too soon.");
        if (_now < _held) Break($"{delivery.Seq} went while all were held.");
        _onTheirWay.Add(delivery.Seq, delivery);
        if (_onTheirWay.Count > (wasProbing ? 1 : _bounds.Width)) Break($"{_onTheirWay.Count} are on their way.");
    }

    private void Land(Delivery delivery)
    {
        _onTheirWay.Remove(delivery.Seq);
        var isPoisoned = _poisoned.Contains(delivery.Seq);
        if (!isPoisoned && !_chance.In(_trouble))
        {
            _lanes.Done(delivery.Seq, _now);
            _finished.Add(delivery.Seq);
            if (_failuresInARow >= _bounds.FailuresUntilProbing) Back();
            _failuresInARow = 0;
            return;
        }

        var isObstacle = _lanes.IsObstacle(delivery.Seq);
        if (isObstacle && (_lanes.HasRoom || delivery.Seq != _log.First(logged => !_finished.Contains(logged.Seq)).Seq)) Break($"{delivery.Seq} is in nobody's way.");
        if ((isObstacle && delivery.FailedBefore > 2) || delivery.FailedBefore > 20)
        {
            _lanes.GiveUp(delivery.Seq);
            _finished.Add(delivery.Seq);
            return;
        }

        var pause = _chance.Millis(0, 500);
        _lanes.Failed(delivery.Seq, _notBefore[delivery.Seq] = _now + pause, isReceivers: !isPoisoned);
        if (!isPoisoned) _failuresInARow++;
        if (!_chance.In(0.1)) return;
        var until = _now + _chance.Millis(0, 300);
        _lanes.Hold(until);
        _held = until > _held ? until : _held;
    }

    /// <summary>The receiver is back: what it failed to take goes at once, but for what it asked to wait.</summary>
    private void Back()
    {
        _notBefore.Clear();
        if (_lanes.NextAt() > (_held > _now ? _held : _now)) Break($"The receiver is back at {_now} and nothing goes before {_lanes.NextAt()}.");
    }

    private void Wait() => _now += _chance.Millis(0, 200);

    private void Look()
    {
        MostHeld = Math.Max(MostHeld, _lanes.Held);
        if (_lanes.Held > _bounds.Window) Break($"{_lanes.Held} are held, {_bounds.Window} at most.");
        if (_lanes.OnTheirWay != _onTheirWay.Count) Break("The number on their way is wrong.");
        var position = _lanes.Position;
        if (position < _position) Break($"The position went back from {_position} to {position}.");
        if (_added.FirstOrDefault(seq => !_finished.Contains(seq) && seq <= position) is > 0 and var passed) Break($"The position {position} passed {passed}, which is unfinished.");
        if (position > _readUpTo) Break($"The position {position} is beyond what was read, {_readUpTo}.");
        _position = position;
    }

    private string? AtRest()
    {
        if (_lanes.Position != _readUpTo || _lanes.Held != 0) return $"At rest the position is {_lanes.Position} and not {_readUpTo}; {_lanes.Held} are held.";
        return _lanes.Next(TimeSpan.MaxValue) is null && _lanes.NextAt() is null ? null : "At rest there is something to send.";
    }

    private void Break(string what) => _broken ??= what;
}
