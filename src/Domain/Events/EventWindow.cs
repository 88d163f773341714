namespace MultiBot.Domain.Events;

/// <summary>An event that many read: what is made of it is made once.</summary>
public sealed class TailedEvent(LoggedEvent logged)
{
    private byte[]? _written;

    public long Seq => logged.Seq;
    public LoggedEvent Logged => logged;

    /// <summary>Its bot's.</summary>
    public int Partition { get; } = EventPartitions.Of(logged.Event.Bot);

    /// <summary>The event in its reader's form. All readers of this event have to use the same one.</summary>
    public byte[] WrittenBy(Func<LoggedEvent, byte[]> write) => _written ??= write(logged);
}

/// <summary>The last events of the log in memory, complete from <see cref="Base"/> to <see cref="Head"/>. For one thread at a time.</summary>
/// <param name="capacity">Events kept at most.</param>
public sealed class EventWindow(int capacity)
{
    private readonly TailedEvent[] _ring = new TailedEvent[capacity];
    private int _first;
    private int _count;

    /// <summary>Events up to here are to be read from the store.</summary>
    public long Base { get; private set; }

    /// <summary>The last one known.</summary>
    public long Head { get; private set; }

    /// <summary>Forgets everything; what comes next is complete from here on.</summary>
    public void Restart(long position)
    {
        Array.Clear(_ring);
        (_first, _count) = (0, 0);
        Base = Head = position;
    }

    /// <summary>Adds what follows in order; the oldest make room.</summary>
    public void Append(IReadOnlyList<TailedEvent> events)
    {
        foreach (var one in events)
        {
            if (_count == _ring.Length)
            {
                Base = _ring[_first].Seq;
                _first = (_first + 1) % _ring.Length;
                _count--;
            }

            _ring[(_first + _count++) % _ring.Length] = one;
            Head = one.Seq;
        }
    }

    /// <summary>Events behind a position. False: some of them are only in the store.</summary>
    /// <param name="query">Which ones, and how many at most.</param>
    /// <param name="after">The position.</param>
    /// <param name="found">Takes them.</param>
    /// <param name="upTo">The position to go on from: all that matches up to here has been found.</param>
    public bool TryRead(EventQuery query, long after, List<TailedEvent> found, out long upTo)
    {
        upTo = after;
        if (after < Base) return false;
        if (after >= Head) return true;
        for (var index = FirstBehind(after); index < _count; index++)
        {
            var one = _ring[(_first + index) % _ring.Length];
            if (!query.Matches(one)) continue;
            found.Add(one);
            upTo = one.Seq;
            if (found.Count == query.Limit) return true;
        }

        upTo = Head;
        return true;
    }

    private int FirstBehind(long after)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ring[(_first + middle) % _ring.Length].Seq > after) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
