using MultiBot.Domain.Events;

namespace MultiBot.Grains.Events;

/// <summary>
/// One who follows the log, at his own pace; holds nothing but a position. For one caller at a time; to be disposed.
/// </summary>
public sealed class EventReader : IDisposable
{
    private const long Unknown = -1;

    private readonly EventTail _tail;
    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private TaskCompletionSource? _resting;
    private bool _isOver;
    private long _position;

    internal EventReader(EventTail tail, IEventLog log, TimeProvider time, EventQuery query, long? position) =>
        (_tail, _log, _time, Query, _position) = (tail, log, time, query, position ?? Unknown);

    /// <summary>All that matches up to here has been handed out; to go on from here is to miss nothing. Null: nothing is known of the log yet.</summary>
    public long? Position => Volatile.Read(ref _position) is not Unknown and var position ? position : null;

    /// <summary>The silo stops: nothing comes here any more.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    internal EventQuery Query { get; }

    /// <summary>The next events in order, as soon as there are any. None: nothing came in time, or the silo stops.</summary>
    /// <exception cref="Domain.Storage.StoreUnavailableException">The reader was so far behind that it needs the store, which does not answer.</exception>
    public async Task<IReadOnlyList<TailedEvent>> ReadAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var found = new List<TailedEvent>();
        var started = _time.GetTimestamp();
        while (true)
        {
            if (!_tail.TryRead(this, found, out var upTo)) await CatchUpAsync(found, upTo, cancellation);
            if (found.Count > 0 || _isOver) return found;
            if (_resting is not { } rest) continue;
            var left = atMost - _time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !await EndsAsync(rest.Task, left, cancellation)) return found;
        }
    }

    public void Dispose() => _tail.Leave(this);

    // What follows is called under the tail's lock.

    internal void MoveTo(long position) => Volatile.Write(ref _position, position);

    /// <summary>There is nothing for now.</summary>
    internal void Rest(bool isOver)
    {
        _isOver = isOver;
        if (_resting is null or { Task.IsCompleted: true }) _resting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>From here on the log is known; who came before that begins here.</summary>
    internal void Begin(long position)
    {
        if (Position is null) MoveTo(position);
        Wake();
    }

    internal void Wake() => _resting?.TrySetResult();

    /// <summary>New events: who waits for one of them wakes, who waits for others only moves on with the log. Who is busy finds them when he reads on.</summary>
    internal void Hear(TailedEvent[] events, long before, long head)
    {
        if (_resting is not { Task.IsCompleted: false }) return;
        if (Array.Exists(events, one => Query.Matches(one))) Wake();
        else if (Position == before) MoveTo(head);
    }

    private async Task CatchUpAsync(List<TailedEvent> found, long upTo, CancellationToken cancellation)
    {
        var page = await _log.ReadAsync(Query with { After = Position ?? upTo, UpTo = upTo }, cancellation);
        found.AddRange(page.Select(logged => new TailedEvent(logged)));
        MoveTo(page.Count == Query.Limit ? page[^1].Seq : upTo);
        _resting = null;
    }

    /// <summary>False: the time was over first.</summary>
    private async Task<bool> EndsAsync(Task rest, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await rest.WaitAsync(atMost, _time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
