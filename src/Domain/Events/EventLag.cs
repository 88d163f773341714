namespace MultiBot.Domain.Events;

/// <summary>
/// How far what a silo shows is behind what was written: the age of the oldest number that was given out and is not shown. Zero when all is.
/// Looked at from several threads by its owner, who locks.
/// </summary>
public sealed class EventLag
{
    /// <summary>Looks that are remembered while something is held up: minutes of them.</summary>
    private const int MostLooks = 1000;

    private readonly Queue<(long LastSeq, TimeSpan At)> _behind = new();
    private long _newest;

    /// <summary>A look at the log: the number given out last, and up to where all is shown.</summary>
    /// <param name="lastSeq">As of now.</param>
    /// <param name="shown">Null: nothing is known yet.</param>
    /// <param name="now">Monotonic.</param>
    public void Observe(long lastSeq, long? shown, TimeSpan now)
    {
        if (lastSeq < _newest) _behind.Clear();
        while (_behind.TryPeek(out var look) && look.LastSeq <= shown) _behind.Dequeue();
        if (lastSeq > (shown ?? -1) && (_behind.Count == 0 || lastSeq > _newest) && _behind.Count < MostLooks) _behind.Enqueue((lastSeq, now));
        _newest = lastSeq;
    }

    public TimeSpan At(TimeSpan now) => _behind.TryPeek(out var oldest) ? now - oldest.At : TimeSpan.Zero;
}
