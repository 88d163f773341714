using MultiBot.Load.Measuring;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>Rounds of one or two subjects. A ratio is the first subject's figure over the second's.</summary>
internal sealed record RoundsReport : IReport
{
    public required LoadPlan Plan { get; init; }
    public required IReadOnlyList<Measurement[]> Rounds { get; init; }
    public required IReadOnlyList<SubjectReport> Subjects { get; init; }

    public IReadOnlyList<SubjectSummary> Summaries => [.. Enumerable.Range(0, Subjects.Count).Select(at => SubjectSummary.Of([.. Rounds.Select(round => round[at])]))];

    public Spread? RateRatio => Ratio(measurement => measurement.MessagesPerSecond);

    /// <summary>Subject and PostgreSQL together.</summary>
    public Spread? CpuRatio => Ratio(measurement => measurement.TogetherCpu);

    public bool Passed => Subjects.All(subject => subject.Judgement.IsFlawless);

    public void Print(IAnsiConsole console)
    {
        console.Write(RoundsTable.Of(this));
        if (RateRatio is { } rate && CpuRatio is { } cpu)
        {
            console.WriteLine(Invariant($"{Subjects[0].Name} against {Subjects[1].Name}, median (min – max) of {Rounds.Count} pairs:"));
            console.WriteLine(Invariant($"  messages/s            {rate.Median:N2} x ({rate.Min:N2} – {rate.Max:N2})"));
            console.WriteLine(Invariant($"  CPU with PostgreSQL   {cpu.Median:N2} x ({cpu.Min:N2} – {cpu.Max:N2}), so {1 / cpu.Median:N2} times the messages per CPU-second"));
        }

        foreach (var subject in Subjects)
            Verdicts.Print(console, subject);
    }

    private Spread? Ratio(Func<Measurement, double> figure) =>
        Subjects.Count == 2 ? Spread.Of(Rounds.Select(round => figure(round[0]) / figure(round[1]))) : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>One subject over all rounds: medians.</summary>
internal sealed record SubjectSummary(string Subject, Spread MessagesPerSecond, Spread SubjectCpu, Spread DatabaseCpu, Spread TogetherCpu, Spread DriverCpu, Spread P50, Spread P95, Spread P99)
{
    public static SubjectSummary Of(IReadOnlyList<Measurement> rounds) => new(
        rounds[0].Subject,
        Spread.Of(rounds.Select(round => round.MessagesPerSecond)),
        Spread.Of(rounds.Select(round => round.SubjectCpu)),
        Spread.Of(rounds.Select(round => round.DatabaseCpu)),
        Spread.Of(rounds.Select(round => round.TogetherCpu)),
        Spread.Of(rounds.Select(round => round.DriverCpu)),
        Spread.Of(rounds.Select(round => round.Milliseconds.P50)),
        Spread.Of(rounds.Select(round => round.Milliseconds.P95)),
        Spread.Of(rounds.Select(round => round.Milliseconds.P99)));
}
