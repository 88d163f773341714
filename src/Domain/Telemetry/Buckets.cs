using System.Diagnostics.Metrics;

namespace MultiBot.Domain.Telemetry;

/// <summary>Borders of histograms, chosen for what they measure; a listener may choose others.</summary>
public static class Buckets
{
    /// <summary>Seconds of our own work: from a commit's millisecond to trouble.</summary>
    public static InstrumentAdvice<double> Work { get; } = Seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    /// <summary>Seconds that people wait: models and human pauses are in it.</summary>
    public static InstrumentAdvice<double> Wait { get; } = Seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 900, 3600);

    /// <summary>How many things went together.</summary>
    public static InstrumentAdvice<int> Sizes { get; } = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 200, 400, 700, 1000] };

    private static InstrumentAdvice<double> Seconds(params double[] borders) => new() { HistogramBucketBoundaries = borders };
}
