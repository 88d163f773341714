namespace MultiBot.Domain.Events;

/// <summary>
/// What is seen of the log's writers, in this order: the number given out last, then the transactions that are about to write events or
/// have written some. Every writer is seen from before its first number until its events can be read, or never will be.
/// </summary>
/// <param name="LastSeq">The number given out last; 0: none yet.</param>
/// <param name="Writers">Names of running writers, unique for all time.</param>
public sealed record EventLook(long LastSeq, IReadOnlyCollection<string> Writers);

/// <summary>
/// Up to which number the log is complete. Numbers are drawn in one order and become readable in another; a reader that went to the
/// highest it saw would skip what appears behind it. A writer draws nothing up to the number that was last when nobody saw it yet, so
/// that everything up to the lowest such number of those who run is final (docs/adr/0011).
/// </summary>
/// <param name="start">Up to here the caller knows the log to be complete: nobody drew it who runs at the first look.</param>
public sealed class EventHorizon(long start)
{
    private Dictionary<string, long> _bounds = [];

    /// <summary>The number given out last, as of the last look.</summary>
    public long LastSeq { get; private set; } = start;

    /// <summary>Up to here, with it, the log is complete and final.</summary>
    public long Safe { get; private set; } = start;

    /// <summary>Looks have to be observed in the order in which they were made. Answers <see cref="Safe"/>.</summary>
    public long Observe(EventLook look)
    {
        var unseen = LastSeq;
        _bounds = look.Writers.Distinct().ToDictionary(writer => writer, writer => _bounds.GetValueOrDefault(writer, unseen));
        LastSeq = look.LastSeq;
        return Safe = _bounds.Count == 0 ? look.LastSeq : _bounds.Values.Min();
    }
}
