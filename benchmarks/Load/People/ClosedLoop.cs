namespace MultiBot.Load.People;

/// <summary>A fixed number of chats waits for an answer at any time; whoever waited longest for a turn writes next.</summary>
internal sealed class ClosedLoop(Crowd crowd, int? inFlight) : IPace
{
    private readonly Queue<Talk> idle = new();

    public void Begin(IEnumerable<Talk> idle)
    {
        foreach (var talk in idle)
            this.idle.Enqueue(talk);
        for (var left = inFlight ?? this.idle.Count; left > 0 && this.idle.TryDequeue(out var talk); left--)
            crowd.Write(talk);
    }

    public void Freed(Talk talk)
    {
        idle.Enqueue(talk);
        crowd.Write(idle.Dequeue());
    }
}
