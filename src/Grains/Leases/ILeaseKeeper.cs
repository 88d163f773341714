namespace MultiBot.Grains.Leases;

/// <summary>This silo's life as its bots see it.</summary>
public interface ILeaseKeeper
{
    /// <summary>Null while there is none: nothing may be claimed and no socket opened.</summary>
    SiloLife? Current { get; }
}

/// <summary>What the silo is called by others.</summary>
public interface ISiloIdentity
{
    string Name { get; }
    string Address { get; }
    int HttpPort { get; }
}

/// <summary>One incarnation, from its registration to its deadline.</summary>
public sealed class SiloLife : IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _deadline;

    public SiloLife(Guid incarnation, TimeProvider time)
    {
        Incarnation = incarnation;
        Lost = _lost.Token;
        _deadline = time.CreateTimer(static state => ((SiloLife)state!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Guid Incarnation { get; }

    /// <summary>Fires at the deadline or when the incarnation is declared dead; never taken back.</summary>
    public CancellationToken Lost { get; }

    internal void LiveUntil(TimeSpan fromNow) => _deadline.Change(fromNow > TimeSpan.Zero ? fromNow : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    internal void End() => _lost.Cancel();

    public void Dispose()
    {
        _deadline.Dispose();
        _lost.Dispose();
    }
}
