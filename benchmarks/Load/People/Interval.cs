namespace MultiBot.Load.People;

/// <summary>Answers seen in a stretch of time.</summary>
internal sealed class Interval
{
    private readonly List<float> latencies = new(1 << 16);

    public int Messages => latencies.Count;

    public void Add(TimeSpan latency) => latencies.Add((float)latency.TotalMilliseconds);

    /// <summary>Milliseconds from «person wrote» to «person saw the answer». To be asked once the stretch is over.</summary>
    public Percentiles Percentiles()
    {
        latencies.Sort();
        return new Percentiles(At(0.50), At(0.95), At(0.99), At(1));
    }

    private double At(double share) =>
        latencies.Count == 0 ? double.NaN : Math.Round(latencies[Math.Max(0, (int)Math.Ceiling(share * latencies.Count) - 1)], 2);
}

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max);
