namespace MultiBot.Sandbox.Journal;

/// <summary>Counters since the start or the last reset.</summary>
internal sealed class Totals
{
    private long calls;
    private long messagesIn;
    private long edits;
    private long delivered;
    private long confirmed;
    private long sends;
    private long conflicts;
    private long faults;

    public long Faults => Interlocked.Read(ref faults);

    public void Message() => Interlocked.Increment(ref messagesIn);

    public void Edit() => Interlocked.Increment(ref edits);

    public void Send() => Interlocked.Increment(ref sends);

    public void Conflict() => Interlocked.Increment(ref conflicts);

    public void Fault() => Interlocked.Increment(ref faults);

    public void Call() => Interlocked.Increment(ref calls);

    public void Poll(int confirmedNow, int deliveredNow)
    {
        Interlocked.Add(ref confirmed, confirmedNow);
        Interlocked.Add(ref delivered, deliveredNow);
    }

    public TotalsNow Read(int bots, int pending, int openPolls) => new(
        bots,
        Interlocked.Read(ref calls),
        Interlocked.Read(ref messagesIn),
        Interlocked.Read(ref edits),
        pending,
        Interlocked.Read(ref delivered),
        Interlocked.Read(ref confirmed),
        Interlocked.Read(ref sends),
        Interlocked.Read(ref conflicts),
        Faults,
        openPolls);
}

/// <summary>
/// <c>Delivered</c> counts every time an update was put into an answer, <c>Confirmed</c> each update once;
/// <c>Conflicts</c> counts polls ended by another poller.
/// </summary>
internal sealed record TotalsNow(
    int Bots, long Calls, long MessagesIn, long Edits, int Pending, long Delivered, long Confirmed, long Sends, long Conflicts, long Faults, int OpenPolls);
