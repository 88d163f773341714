namespace MultiBot.SiloProcesses.Faults;

/// <summary>Which way bytes go.</summary>
[Flags]
public enum LinkDirection
{
    None = 0,
    ToServer = 1,
    ToCaller = 2,
    Both = ToServer | ToCaller,
}

/// <summary>What a link does to its bytes now, asked by every connection for every piece.</summary>
public sealed class LinkState
{
    private readonly Lock _gate = new();
    private LinkDirection _swallowed;
    private TimeSpan _delay;
    private TaskCompletionSource _restored = NewSignal();

    public TimeSpan Delay
    {
        get
        {
            lock (_gate)
                return _delay;
        }

        set
        {
            lock (_gate)
                _delay = value;
        }
    }

    public void Swallow(LinkDirection direction)
    {
        lock (_gate)
            _swallowed |= direction;
    }

    /// <summary>Null when bytes pass that way; else what completes when the link is restored.</summary>
    public Task? SwallowedUntil(LinkDirection direction)
    {
        lock (_gate)
            return _swallowed.HasFlag(direction) ? _restored.Task : null;
    }

    public void Restore()
    {
        TaskCompletionSource over;
        lock (_gate)
        {
            (_swallowed, _delay) = (LinkDirection.None, TimeSpan.Zero);
            (over, _restored) = (_restored, NewSignal());
        }

        over.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
