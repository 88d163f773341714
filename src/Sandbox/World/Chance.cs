namespace MultiBot.Sandbox.World;

/// <summary>The sandbox's one source of chance, safe for concurrent use and seedable.</summary>
internal sealed class Chance(int? seed)
{
    private readonly Lock gate = new();
    private Random random = Draw(seed);

    public void Reseed(int seedOfRun)
    {
        lock (gate)
            random = Draw(seedOfRun);
    }

    /// <summary>True with this probability.</summary>
    public bool Happens(double probability)
    {
        if (probability >= 1)
            return true;
        lock (gate)
            return random.NextDouble() < probability;
    }

    public int Between(int lowest, int above)
    {
        lock (gate)
            return random.Next(lowest, above);
    }

    private static Random Draw(int? seed) => seed is { } given ? new Random(given) : new Random();
}
