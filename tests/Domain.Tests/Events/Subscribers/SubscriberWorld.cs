using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Domain.Tests.Events.Subscribers;

/// <summary>
/// A log, the table of positions, and activations of one subscriber, two at a time when the cluster is wrong about which silo is alive. Stretches
/// come in order, twice, late and with holes; activations die between any two steps; an answer of the database gets lost before or after
/// it did its work.
/// </summary>
internal sealed class SubscriberWorld(ulong seed, SubscriberBug bug)
{
    private const int Steps = 120;
    private const int MostActivations = 2;
    private const int MostOfAStretch = 5;

    private readonly Chance _chance = new(seed);
    private readonly List<LoggedEvent> _log = [];
    private readonly List<Activation> _activations = [];
    private readonly List<long> _kept = [];
    private long _lastSeq;
    private long _position;

    /// <summary>Activations that died.</summary>
    public int Crashes { get; private set; }

    /// <summary>What went wrong; null: nothing.</summary>
    public string? Run()
    {
        for (var step = 0; step < Steps; step++) Step();

        // The cluster comes to rest, and the last stretch reaches the one activation that is left.
        _activations.Clear();
        var last = new Activation(this);
        for (var rounds = 0; rounds < 2; rounds++)
        {
            last.Take(new EventStretch { After = _lastSeq, UpTo = _lastSeq, Events = [] });
            last.Store(AnswerOf.Database);
        }

        var wanted = _log.ConvertAll(one => one.Seq);
        return _kept.SequenceEqual(wanted) ? null : $"{wanted.Count} events, kept: {string.Join(' ', _kept)}";
    }

    private void Step()
    {
        if (_chance.In(0.3)) Write();
        else if (_activations.Count < MostActivations && (_activations.Count == 0 || _chance.In(0.1))) _activations.Add(new Activation(this));
        else ActOn(_chance.Below(_activations.Count));
    }

    private void ActOn(int index)
    {
        var activation = _activations[index];
        if (_chance.In(0.08))
        {
            _activations.RemoveAt(index);
            Crashes++;
        }
        else if (_chance.In(0.3))
        {
            activation.Store(_chance.In(0.7) ? AnswerOf.Database : _chance.In(0.5) ? AnswerOf.NobodyDone : AnswerOf.NobodyUndone);
        }
        else
        {
            activation.Take(Stretch());
        }
    }

    /// <summary>Other partitions have numbers, too.</summary>
    private void Write()
    {
        _lastSeq += 1 + _chance.Below(3);
        _log.Add(new LoggedEvent(_lastSeq, new DomainEvent { Type = EventTypes.MessageSent, Bot = BotId.Parse("anna"), At = DateTimeOffset.UnixEpoch }));
    }

    private EventStretch Stretch()
    {
        var after = _chance.Below((int)_lastSeq + 1);
        var upTo = Math.Min(_lastSeq, after + _chance.Below(MostOfAStretch * 2));
        return new EventStretch { After = after, UpTo = upTo, Events = Between(after, upTo) };
    }

    private List<LoggedEvent> Between(long after, long upTo) => _log.FindAll(one => one.Seq > after && one.Seq <= upTo);

    private bool Advance(long from, long to, List<long> effects)
    {
        if (_position != from && bug is not SubscriberBug.PositionNotCompared) return false;
        _position = to;
        _kept.AddRange(effects);
        return true;
    }

    private enum AnswerOf
    {
        Database,
        NobodyDone,
        NobodyUndone,
    }

    /// <summary>What the grain does around <see cref="SubscriberPosition"/>.</summary>
    private sealed class Activation(SubscriberWorld world)
    {
        private readonly SubscriberPosition _position = new();
        private List<long> _effects = [];

        public void Take(EventStretch stretch)
        {
            if (_position.Stored is null) _position.Open(world._position);
            if (_position.MissingBefore(stretch) is { } upTo && world.Bug is not SubscriberBug.HoleIgnored)
            {
                Handle(world.Between(_position.Handled, upTo));
                _position.MoveTo(upTo);
            }

            Handle(world.Bug is SubscriberBug.HandledTwice ? stretch.Events : [.. _position.New(stretch)]);
            _position.MoveTo(stretch.UpTo);
        }

        public void Store(AnswerOf answer)
        {
            if (!_position.IsAhead) return;
            var (from, to) = (_position.Stored!.Value, _position.Handled);
            if (answer is AnswerOf.NobodyUndone)
            {
                Forget();
                return;
            }

            var isMine = world.Advance(from, to, _effects);
            if (answer is AnswerOf.NobodyDone || !isMine)
            {
                Forget();
                return;
            }

            _position.Keep(to);
            _effects = [];
        }

        private void Handle(IEnumerable<LoggedEvent> events)
        {
            foreach (var one in events)
            {
                _effects.Add(one.Seq);
                _position.MoveTo(one.Seq);
            }
        }

        private void Forget()
        {
            _position.Forget();
            if (world.Bug is not SubscriberBug.EffectsKept) _effects = [];
        }
    }

    private SubscriberBug Bug => bug;
}

/// <summary>A guard that is taken away.</summary>
public enum SubscriberBug
{
    None,

    /// <summary>The position is stored whoever else has stored one.</summary>
    PositionNotCompared,

    /// <summary>What is missing before a stretch is not read from the log.</summary>
    HoleIgnored,

    /// <summary>A stretch is handled whole, whatever was handled before.</summary>
    HandledTwice,

    /// <summary>What could not be stored is kept for the next time.</summary>
    EffectsKept,
}
