using MultiBot.Load.People;

namespace MultiBot.Load.Measuring;

/// <summary>One measured stretch of one subject. Processor times are seconds per 10,000 messages that people saw answered.</summary>
internal sealed record Measurement
{
    public required string Subject { get; init; }
    public required double Seconds { get; init; }
    public required int Messages { get; init; }
    public required Percentiles Milliseconds { get; init; }
    public required double SubjectCpu { get; init; }
    public required double DatabaseCpu { get; init; }
    public required double DriverCpu { get; init; }

    /// <summary>Resident memory of the subject's processes at the end.</summary>
    public required double MemoryMb { get; init; }

    public double MessagesPerSecond => Math.Round(Messages / Seconds, 1);

    public double TogetherCpu => Math.Round(SubjectCpu + DatabaseCpu, 3);

    /// <summary>Cores the driver was busy on.</summary>
    public double DriverCores => Math.Round(DriverCpu * MessagesPerSecond / 10_000, 2);
}
