namespace MultiBot.Load.People;

/// <summary>
/// Messages come at a fixed rate, whatever becomes of them. When nobody is idle the message waits for somebody, and its latency
/// counts from when it was due.
/// </summary>
internal sealed class OpenLoop(Crowd crowd) : IPace
{
    private readonly Queue<Talk> idle = new();
    private readonly Queue<long> overdue = new();

    public void Begin(IEnumerable<Talk> idle)
    {
        foreach (var talk in idle)
            this.idle.Enqueue(talk);
    }

    public void Freed(Talk talk)
    {
        if (overdue.TryDequeue(out var due))
            crowd.Write(talk, due);
        else
            idle.Enqueue(talk);
    }

    /// <summary>Somebody has something to say, since <paramref name="due"/>.</summary>
    public void Arrive(long due)
    {
        if (idle.TryDequeue(out var talk))
            crowd.Write(talk);
        else
            overdue.Enqueue(due);
    }
}
