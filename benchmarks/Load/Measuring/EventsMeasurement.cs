using MultiBot.Load.People;

namespace MultiBot.Load.Measuring;

/// <summary>A stretch with so many followers: what people and processors say, and how old events were when they showed.</summary>
internal sealed record EventsMeasurement
{
    public required int Followers { get; init; }
    public required Measurement Load { get; init; }
    public required int Events { get; init; }

    /// <summary>From the fact's time to the client that follows; the commit is part of it.</summary>
    public required Percentiles AgeMilliseconds { get; init; }

    /// <summary>Over all streams but the one that is measured.</summary>
    public required double MegabytesPerSecond { get; init; }

    public double EventsPerSecond => Math.Round(Events / Load.Seconds, 1);
}
