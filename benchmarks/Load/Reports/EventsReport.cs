using System.Globalization;
using MultiBot.Load.Measuring;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>How soon events show on another silo; with many followers and without, ratios of the pairs.</summary>
internal sealed record EventsReport : IReport
{
    public required LoadPlan Plan { get; init; }
    public required IReadOnlyList<EventsMeasurement> Rows { get; init; }
    public required SubjectReport Silos { get; init; }

    /// <summary>Silos and PostgreSQL together, per message: with followers over without. Null: only one of both was measured.</summary>
    public Spread? CpuRatio => Rows.Any(row => row.Followers > 0)
        ? Spread.Of(Rows.Chunk(2).Select(pair => pair.OrderByDescending(row => row.Followers).ToArray()).Select(pair => pair[0].Load.TogetherCpu / pair[1].Load.TogetherCpu))
        : null;

    public bool Passed => Silos.Judgement.IsFlawless && Rows.All(row => row.Events > 0);

    public void Print(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).Caption("age: milliseconds from the fact to the client, commit included; CPU: seconds per 10,000 messages; MB/s: over all followers' streams");
        foreach (var column in new[] { "followers", "events/s", "age p50", "p95", "p99", "messages/s", "CPU silos", "CPU PostgreSQL", "together", "CPU driver", "MB/s" })
            table.AddColumn(new TableColumn(column) { Alignment = Justify.Right, NoWrap = true });
        foreach (var row in Rows)
            table.AddRow(Cells(row));
        console.Write(table);
        foreach (var group in Rows.GroupBy(row => row.Followers).OrderBy(group => group.Key))
        {
            var (p50, p95) = (Spread.Of(group.Select(row => row.AgeMilliseconds.P50)), Spread.Of(group.Select(row => row.AgeMilliseconds.P95)));
            console.WriteLine(Invariant($"{group.Key:N0} followers, median (min – max): p50 {p50.Median:N1} ms ({p50.Min:N1} – {p50.Max:N1}), p95 {p95.Median:N1} ms ({p95.Min:N1} – {p95.Max:N1})"));
        }

        if (CpuRatio is { } ratio)
            console.WriteLine(Invariant($"CPU per message with followers against without, silos and PostgreSQL: {ratio.Median:N2} x ({ratio.Min:N2} – {ratio.Max:N2})"));
        Verdicts.Print(console, Silos);
    }

    private static string[] Cells(EventsMeasurement row) =>
    [
        Number(row.Followers, 0), Number(row.EventsPerSecond, 0),
        Number(row.AgeMilliseconds.P50, 1), Number(row.AgeMilliseconds.P95, 1), Number(row.AgeMilliseconds.P99, 1),
        Number(row.Load.MessagesPerSecond, 0),
        Number(row.Load.SubjectCpu, 2), Number(row.Load.DatabaseCpu, 2), Number(row.Load.TogetherCpu, 2), Number(row.Load.DriverCpu, 2),
        Number(row.MegabytesPerSecond, 2),
    ];

    private static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
