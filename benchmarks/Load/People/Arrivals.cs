namespace MultiBot.Load.People;

/// <summary>When people write at a fixed rate: at equal distances, or as independent people do (Poisson).</summary>
internal sealed class Arrivals(double perSecond, bool even, int seed)
{
    /// <summary>What a timer can tell apart.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Random random = new(seed);

    /// <summary>Calls <paramref name="arrive"/> with the timestamp each message was due, until told to stop.</summary>
    public async Task RunAsync(Action<long> arrive, TimeProvider time, CancellationToken stop)
    {
        var due = time.GetTimestamp() + Next(time);
        try
        {
            while (true)
            {
                for (var now = time.GetTimestamp(); due <= now; due += Next(time))
                    arrive(due);
                var wait = time.GetElapsedTime(time.GetTimestamp(), due);
                await Task.Delay(wait > Tick ? wait : Tick, time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private long Next(TimeProvider time)
    {
        var seconds = even ? 1 / perSecond : -Math.Log(1 - random.NextDouble()) / perSecond;
        return (long)(seconds * time.TimestampFrequency);
    }
}
