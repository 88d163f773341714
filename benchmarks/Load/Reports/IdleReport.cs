using System.Globalization;
using MultiBot.Load.Measuring;
using MultiBot.Load.Subjects;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>Rows by number of bots; the first is the silo without any, and what a bot costs is the difference to it.</summary>
internal sealed record IdleReport : IReport
{
    private const double Kb = 1_024, Mb = 1_048_576;

    public required LoadPlan Plan { get; init; }
    public required IReadOnlyList<IdleMeasurement> Rows { get; init; }

    /// <summary>The last row again, with twice as many polls.</summary>
    public required IdleMeasurement? ShortPolls { get; init; }

    /// <summary>That every bot polls is what the run waits for.</summary>
    public bool Passed => true;

    public void Print(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).Caption("per bot: the difference to the silo without bots; resident: the mean of a minute; heap: after a full collection");
        foreach (var column in new[] { "bots", "all poll after s", "resident MB", "KB a bot", "heap MB", "KB a bot", "cores silo", "cores PostgreSQL", "warnings" })
            table.AddColumn(new TableColumn(column) { Alignment = Justify.Right, NoWrap = true });
        foreach (var row in Rows)
            table.AddRow(Cells(row));
        console.Write(table);
        foreach (var row in Rows)
            Verdicts.Print(console, FormattableString.Invariant($"{SiloProgram.Name} with {row.Bots:N0} bots"), row.Warnings);
        if (ShortPolls is { } twice && Rows[^1] is var once)
            console.WriteLine(FormattableString.Invariant($"Telegram's polls: {twice.SiloCores - once.SiloCores:N3} cores of the silo; {once.Bots:N0} bots besides: {(2 * once.SiloCores) - twice.SiloCores - Rows[0].SiloCores:N3}; the silo without bots: {Rows[0].SiloCores:N3}"));
        if (Rows is [.., { Bots: > 0 } before, var last])
            console.WriteLine(FormattableString.Invariant($"From {before.Bots:N0} to {last.Bots:N0} bots ({(double)last.Bots / before.Bots:N1} x): start {last.StartSeconds / before.StartSeconds:N1} x, resident memory {(double)last.ResidentBytes / before.ResidentBytes:N1} x, cores {last.SiloCores / before.SiloCores:N1} x"));
    }

    private string[] Cells(IdleMeasurement row) =>
    [
        Number(row.Bots, 0), Number(row.StartSeconds, 1),
        Number(row.ResidentBytes / Mb, 0), PerBot(row, measured => measured.ResidentBytes),
        Number(row.ManagedBytes / Mb, 1), PerBot(row, measured => measured.ManagedBytes),
        Number(row.SiloCores, 3), Number(row.DatabaseCores, 3), Number(row.Warnings.Count, 0),
    ];

    private string PerBot(IdleMeasurement row, Func<IdleMeasurement, long> bytes) =>
        row.Bots == 0 ? "" : Number((bytes(row) - bytes(Rows[0])) / Kb / row.Bots, 1);

    private static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}
