namespace MultiBot.Load.People;

/// <summary>Each of some chats writes once; as many as given wait for an answer at a time.</summary>
/// <param name="crowd">Who writes.</param>
/// <param name="from">The first chat that does.</param>
/// <param name="count">How many do.</param>
/// <param name="inFlight">How many at a time.</param>
internal sealed class OneAfterAnother(Crowd crowd, int from, int count, int inFlight) : IPace
{
    private readonly Queue<Talk> left = new();
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int answers;

    /// <summary>Completes when each was answered.</summary>
    public Task AllAnswered => all.Task;

    public void Begin(IEnumerable<Talk> idle)
    {
        foreach (var talk in idle.Skip(from).Take(count))
            left.Enqueue(talk);
        for (var more = inFlight; more > 0 && left.TryDequeue(out var talk); more--)
            crowd.Write(talk);
    }

    public void Freed(Talk talk)
    {
        if (left.TryDequeue(out var next))
            crowd.Write(next);
        if (++answers == count)
            all.TrySetResult();
    }
}
