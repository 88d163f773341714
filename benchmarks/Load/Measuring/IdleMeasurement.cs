using MultiBot.Load.Subjects;

namespace MultiBot.Load.Measuring;

/// <summary>A silo with bots that nobody writes to.</summary>
internal sealed record IdleMeasurement
{
    public required int Bots { get; init; }

    /// <summary>From the start of the process until every bot polls.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>Cores the silo was busy on.</summary>
    public required double SiloCores { get; init; }

    /// <summary>Cores PostgreSQL was busy on.</summary>
    public required double DatabaseCores { get; init; }

    /// <summary>Of the process, the mean of a minute; garbage, and what its collector keeps for later, is among it.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Of the managed heap, after a full collection.</summary>
    public required long ManagedBytes { get; init; }
    public required LogWarnings Warnings { get; init; }
}
