namespace MultiBot.Telegram.Bots;

/// <summary>
/// Pauses that double up to a limit, each drawn from the upper half of its range: thousands of bots that lost the network at
/// once don't come back at once, and none comes back in no time.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    // 2^30 times the first pause is beyond any limit.
    private const int MostDoublings = 30;

    private int failures;

    public TimeSpan Next()
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(failures++, MostDoublings)), longest.TotalMilliseconds);
        // Whole milliseconds, as timers count: what is reported is what is waited.
        return TimeSpan.FromMilliseconds((long)(full * (0.5 + (random.NextDouble() / 2))));
    }

    public void Reset() => failures = 0;
}
