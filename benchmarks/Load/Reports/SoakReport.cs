using MultiBot.Load.Measuring;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>A long run at a fixed rate. Flat: the last fifth of its minutes is like the first.</summary>
internal sealed record SoakReport : IReport
{
    /// <summary>The rate is given from outside; less than this share of it means that answers fell behind.</summary>
    private const double LeastRate = 0.97;

    /// <summary>Growth that a busy machine shows by itself: a half more at the 95th percentile and 5 ms, a fifth more memory and 50 MB.</summary>
    private const double MostLatencyGrowth = 1.5, LatencySlack = 5, MostMemoryGrowth = 1.2, MemorySlack = 50;

    public required LoadPlan Plan { get; init; }

    /// <summary>Messages a second in a closed loop.</summary>
    public required double Most { get; init; }

    /// <summary>Messages a second asked for.</summary>
    public required double Rate { get; init; }
    public required IReadOnlyList<SoakMinute> Minutes { get; init; }
    public required SubjectReport Silo { get; init; }

    public bool IsFlat => HoldsRate && HoldsLatency && HoldsMemory;

    public bool Passed => IsFlat && Silo.Judgement.IsFlawless;

    private bool HoldsRate => Last(minute => minute.Measured.MessagesPerSecond) >= Rate * LeastRate;

    private bool HoldsLatency => Last(minute => minute.Measured.Milliseconds.P95) <= (First(minute => minute.Measured.Milliseconds.P95) * MostLatencyGrowth) + LatencySlack;

    private bool HoldsMemory => Last(minute => minute.Measured.MemoryMb) <= (First(minute => minute.Measured.MemoryMb) * MostMemoryGrowth) + MemorySlack;

    private int Fifth => Math.Max(1, Minutes.Count / 5);

    public void Print(IAnsiConsole console)
    {
        Tell(console, "rate", HoldsRate, minute => minute.Measured.MessagesPerSecond, "messages/s");
        Tell(console, "p95", HoldsLatency, minute => minute.Measured.Milliseconds.P95, "ms");
        Tell(console, "memory", HoldsMemory, minute => minute.Measured.MemoryMb, "MB");
        console.WriteLine(IsFlat ? "verdict: flat" : "verdict: not flat");
        Verdicts.Print(console, Silo);
    }

    private void Tell(IAnsiConsole console, string what, bool holds, Func<SoakMinute, double> figure, string unit) =>
        console.WriteLine(FormattableString.Invariant($"{what}: {First(figure):N1} {unit} in the first {Fifth} minutes, {Last(figure):N1} {unit} in the last: {(holds ? "holds" : "does not hold")}"));

    private double First(Func<SoakMinute, double> figure) => Spread.Of(Minutes.Take(Fifth).Select(figure)).Median;

    private double Last(Func<SoakMinute, double> figure) => Spread.Of(Minutes.TakeLast(Fifth).Select(figure)).Median;
}

/// <summary>One minute.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Measured">Its figures.</param>
/// <param name="LogWarnings">In the silo's log so far.</param>
internal sealed record SoakMinute(int Number, Measurement Measured, int LogWarnings)
{
    public override string ToString() => FormattableString.Invariant(
        $"minute {Number}: {Measured.MessagesPerSecond:N0} messages/s, p50 {Measured.Milliseconds.P50:N1}, p95 {Measured.Milliseconds.P95:N1}, p99 {Measured.Milliseconds.P99:N1} ms, {Measured.MemoryMb:N0} MB, {Measured.TogetherCpu:N2} CPU-s per 10,000, {LogWarnings} warnings");
}
