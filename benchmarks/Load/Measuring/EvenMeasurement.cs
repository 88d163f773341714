using MultiBot.Load.People;

namespace MultiBot.Load.Measuring;

/// <summary>A second silo joins one that runs all bots. Seconds count from the start of its process.</summary>
internal sealed record EvenMeasurement
{
    public required double ReadySeconds { get; init; }

    /// <summary>Until each silo's bots are within 20 % of its share.</summary>
    public required double NearSeconds { get; init; }

    /// <summary>Until they are within what the balancer lets be.</summary>
    public required double EvenSeconds { get; init; }

    /// <summary>Until each bot was seen polling after that.</summary>
    public required double PollSeconds { get; init; }

    public required EvenStretch Before { get; init; }
    public required EvenStretch During { get; init; }
    public required EvenStretch After { get; init; }
}

/// <summary>What people noticed in a stretch of time, and what it cost, in seconds of processor time.</summary>
internal sealed record EvenStretch
{
    public required double Seconds { get; init; }

    /// <summary>Answered.</summary>
    public required int Messages { get; init; }

    /// <summary>Each chat waits for one answer at a time, so that the longest wait is the longest pause of a bot.</summary>
    public required Percentiles Milliseconds { get; init; }

    public required double SiloCpu { get; init; }
    public required double DatabaseCpu { get; init; }
    public required double DriverCpu { get; init; }

    public override string ToString() => FormattableString.Invariant(
        $"{Messages:N0} answered in {Seconds:N1} s, p50 {Milliseconds.P50:N1}, p99 {Milliseconds.P99:N1}, longest pause {Milliseconds.Max:N0} ms; CPU-seconds: silos {SiloCpu:N1}, PostgreSQL {DatabaseCpu:N1}, driver {DriverCpu:N1}");
}
