using MultiBot.Domain.Leases;
using MultiBot.Domain.Sessions;

namespace MultiBot.Grains.Leases;

/// <summary>One incarnation of this silo, from its registration to its deadline, as its sessions see it.</summary>
public sealed class SiloLife(Guid incarnation, TimeProvider time, LifeClock clock) : ISessionGate, IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private volatile LifeClock _clock = clock;

    public Guid Incarnation => incarnation;

    /// <summary>Fires at the deadline or when the incarnation is declared dead; never taken back.</summary>
    public CancellationToken Cut => _lost.Token;

    public bool IsOver => _lost.IsCancellationRequested;

    public bool IsOpen => !IsOver && _clock.IsFresh(time.Monotonic());

    public void Dispose() => _lost.Dispose();

    internal void Renewed(LifeClock clock) => _clock = clock;

    internal void End() => _lost.Cancel();

    internal void EndIfOverdue()
    {
        if (!IsOver && _clock.IsOver(time.Monotonic()))
            End();
    }
}

internal static class MonotonicTime
{
    /// <summary>Time that no clock setting moves; its zero means nothing.</summary>
    public static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);
}
