namespace MultiBot.Silo.Hosting.Memory;

/// <summary>
/// Knows when a collection is worth it: enough was allocated since the last one, and so little since the last look that the collector
/// has no reason to come. A busy heap is collected without our doing.
/// </summary>
/// <param name="least">Bytes allocated that are worth a collection.</param>
/// <param name="most">Bytes allocated between two looks; with more the heap is busy.</param>
public sealed class IdleHeap(long least, long most)
{
    private long lastLook;
    private long lastCollection;

    /// <summary>Whether to collect now. Whoever asks does so, then.</summary>
    /// <param name="allocated">Bytes since the process's start, garbage included.</param>
    public bool IsWorthIt(long allocated)
    {
        var isIdle = allocated - lastLook <= most;
        lastLook = allocated;
        if (!isIdle || allocated - lastCollection < least)
            return false;
        lastCollection = allocated;
        return true;
    }
}
