using MultiBot.Load.Measuring;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>A row per measurement, and the medians below.</summary>
internal static class RoundsTable
{
    public static Table Of(RoundsReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Caption("CPU: seconds per 10,000 messages; latency: milliseconds from «person wrote» to «person saw the answer»");
        foreach (var column in new[] { "round", "subject", "messages/s", "p50", "p95", "p99", "CPU subject", "CPU PostgreSQL", "together", "CPU driver", "MB" })
            table.AddColumn(new TableColumn(column) { Alignment = column is "round" or "subject" ? Justify.Left : Justify.Right, NoWrap = true });
        for (var round = 0; round < report.Rounds.Count; round++)
        {
            foreach (var measured in report.Rounds[round])
                table.AddRow(Row(round + 1, measured));
        }

        table.AddEmptyRow();
        foreach (var summary in report.Summaries)
            table.AddRow(Row(summary));
        return table;
    }

    private static string[] Row(int round, Measurement measured) =>
    [
        Number(round, 0), measured.Subject, Number(measured.MessagesPerSecond, 0),
        Number(measured.Milliseconds.P50, 1), Number(measured.Milliseconds.P95, 1), Number(measured.Milliseconds.P99, 1),
        Number(measured.SubjectCpu, 2), Number(measured.DatabaseCpu, 2), Number(measured.TogetherCpu, 2), Number(measured.DriverCpu, 2), Number(measured.MemoryMb, 0),
    ];

    private static string[] Row(SubjectSummary summary) =>
    [
        "median", summary.Subject, Number(summary.MessagesPerSecond.Median, 0),
        Number(summary.P50.Median, 1), Number(summary.P95.Median, 1), Number(summary.P99.Median, 1),
        Number(summary.SubjectCpu.Median, 2), Number(summary.DatabaseCpu.Median, 2), Number(summary.TogetherCpu.Median, 2), Number(summary.DriverCpu.Median, 2), "",
    ];

    private static string Number(double value, int decimals) => value.ToString($"N{decimals}", System.Globalization.CultureInfo.InvariantCulture);
}
