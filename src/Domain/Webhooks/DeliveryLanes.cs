using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;

namespace MultiBot.Domain.Webhooks;

/// <summary>An event that is to be sent now.</summary>
/// <param name="Logged">The event.</param>
/// <param name="FailedBefore">Attempts before this one.</param>
public sealed record Delivery(LoggedEvent Logged, int FailedBefore)
{
    public long Seq => Logged.Seq;
}

/// <summary>The bounds of <see cref="DeliveryLanes"/>.</summary>
public sealed record LaneBounds
{
    /// <summary>Events held at most, from the oldest unfinished one on.</summary>
    public required int Window { get; init; }

    /// <summary>Events that come at once at most.</summary>
    public required int Page { get; init; }

    /// <summary>Events on their way at once at most.</summary>
    public required int Width { get; init; }

    /// <summary>After so many failures of the receiver in a row, one event at a time tries whether it is back.</summary>
    public required int FailuresUntilProbing { get; init; }
}

/// <summary>
/// Events between the log and a receiver: a lane for each bot, in which the next event goes when the one before is finished, and one
/// position for all, behind which nothing is unfinished. What the receiver does not take holds up its own lane, and the others only once
/// the window is full. For one thread at a time; times are a monotonic clock's.
/// </summary>
/// <param name="position">All up to here is finished.</param>
/// <param name="bounds">How much at once.</param>
public sealed class DeliveryLanes(long position, LaneBounds bounds)
{
    private readonly Dictionary<BotId, Queue<Entry>> _lanes = [];
    private readonly Dictionary<long, Entry> _onTheirWay = [];

    /// <summary>From the oldest unfinished one on; finished ones among them.</summary>
    private readonly Queue<Entry> _window = [];
    private TimeSpan _heldUntil;
    private long _readUpTo = position;
    private long _delivered;
    private int _failuresInARow;

    /// <summary>Every event up to here is finished, or was not for us.</summary>
    public long Position => _window.TryPeek(out var oldest) ? oldest.Logged.Seq - 1 : _readUpTo;

    /// <summary>Events held, those that wait behind an unfinished one included.</summary>
    public int Held => _window.Count;

    public int OnTheirWay => _onTheirWay.Count;

    /// <summary>Another page may be added.</summary>
    public bool HasRoom => _window.Count + bounds.Page <= bounds.Window;

    /// <summary>The receiver has failed so often that one event at a time finds out whether it is back.</summary>
    public bool IsProbing => _failuresInARow >= bounds.FailuresUntilProbing;

    private int Width => IsProbing ? 1 : bounds.Width;

    /// <summary>Adds an event; in the order of the log.</summary>
    public void Add(LoggedEvent logged)
    {
        if (logged.Seq <= _readUpTo) throw new ArgumentException($"Event {logged.Seq} comes behind {_readUpTo}.", nameof(logged));
        var entry = new Entry(logged);
        _readUpTo = logged.Seq;
        _window.Enqueue(entry);
        if (!_lanes.TryGetValue(entry.Bot, out var lane)) _lanes[entry.Bot] = lane = [];
        lane.Enqueue(entry);
    }

    /// <summary>What is not here up to this place of the log is not for us.</summary>
    public void ReadUpTo(long seq) => _readUpTo = Math.Max(_readUpTo, seq);

    /// <summary>The next event to be sent, which is on its way from now on; null: none for now.</summary>
    public Delivery? Next(TimeSpan now)
    {
        if (_onTheirWay.Count >= Width || now < _heldUntil) return null;
        Entry? next = null;
        foreach (var head in Heads())
        {
            if (head.NotBefore <= now && (next is null || head.Logged.Seq < next.Logged.Seq)) next = head;
        }

        if (next is null) return null;
        _onTheirWay.Add(next.Logged.Seq, next);
        return new Delivery(next.Logged, next.Failures);
    }

    /// <summary>When <see cref="Next"/> has something again if nothing else happens; null: not before something does.</summary>
    public TimeSpan? NextAt()
    {
        if (_onTheirWay.Count >= Width) return null;
        TimeSpan? earliest = null;
        foreach (var head in Heads())
        {
            if (earliest is null || head.NotBefore < earliest) earliest = head.NotBefore;
        }

        return earliest < _heldUntil ? _heldUntil : earliest;
    }

    /// <summary>It was delivered.</summary>
    public void Done(long seq)
    {
        var wasProbing = IsProbing;
        Finish(Landed(seq));
        _delivered++;
        _failuresInARow = 0;
        if (!wasProbing) return;
        // The receiver is back: nobody waits any longer for it to come back.
        foreach (var head in Heads()) head.NotBefore = TimeSpan.Zero;
    }

    /// <summary>It failed and is to be sent again.</summary>
    /// <param name="seq">The event.</param>
    /// <param name="notBefore">When.</param>
    /// <param name="isReceivers">The receiver as a whole is in trouble.</param>
    public void Failed(long seq, TimeSpan notBefore, bool isReceivers)
    {
        var entry = Landed(seq);
        if (entry.Failures++ == 0) entry.DeliveredBefore = _delivered;
        entry.NotBefore = notBefore;
        if (isReceivers) _failuresInARow++;
    }

    /// <summary>It is not sent any more.</summary>
    public void GiveUp(long seq) => Finish(Landed(seq));

    /// <summary>Nothing is sent before this.</summary>
    public void Hold(TimeSpan until) => _heldUntil = until > _heldUntil ? until : _heldUntil;

    /// <summary>This event keeps the window from moving on, while others have been delivered since it failed first: it, not the receiver, is the trouble.</summary>
    public bool IsObstacle(long seq) =>
        !HasRoom && _window.Peek() is { Failures: > 0 } oldest && oldest.Logged.Seq == seq && _delivered > oldest.DeliveredBefore;

    /// <summary>The first of each lane, where it is not on its way.</summary>
    private IEnumerable<Entry> Heads()
    {
        foreach (var lane in _lanes.Values)
        {
            var head = lane.Peek();
            if (!_onTheirWay.ContainsKey(head.Logged.Seq)) yield return head;
        }
    }

    private Entry Landed(long seq) =>
        _onTheirWay.Remove(seq, out var entry) ? entry : throw new InvalidOperationException($"Event {seq} is not on its way.");

    private void Finish(Entry entry)
    {
        var lane = _lanes[entry.Bot];
        lane.Dequeue();
        if (lane.Count == 0) _lanes.Remove(entry.Bot);
        entry.IsFinished = true;
        while (_window.TryPeek(out var oldest) && oldest.IsFinished) _window.Dequeue();
    }

    private sealed class Entry(LoggedEvent logged)
    {
        public LoggedEvent Logged => logged;
        public BotId Bot => logged.Event.Bot;
        public int Failures { get; set; }
        public long DeliveredBefore { get; set; }
        public TimeSpan NotBefore { get; set; }
        public bool IsFinished { get; set; }
    }
}
