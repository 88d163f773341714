using MultiBot.Load.Measuring;
using MultiBot.Load.People;
using MultiBot.Load.Subjects;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>One bot, many chats.</summary>
internal sealed record ChatsReport : IReport
{
    private const double Mb = 1_048_576;

    public required LoadPlan Plan { get; init; }
    public required ChatsMeasurement Measured { get; init; }
    public required Judgement Judgement { get; init; }

    public bool Passed => Judgement.IsFlawless;

    public void Print(IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant($"{Plan.Chats:N0} chats of one bot, {Measured.DatabaseBytes / Mb:N0} MB in the database; the silo {Measured.ResidentBytes / Mb:N0} MB"));
        Verdicts.Print(console, SiloProgram.Name, Measured.Warnings);
        Print(console, "silent, nobody writes", Measured.Silent);
        Print(console, "writes first, nobody writes", Measured.WritesFirst);
        console.WriteLine(FormattableString.Invariant($"opening a chat: answered after p50 {Measured.Milliseconds.P50:N1}, p95 {Measured.Milliseconds.P95:N1}, max {Measured.Milliseconds.Max:N1} ms"));
        foreach (var read in Measured.Reads)
            console.WriteLine(FormattableString.Invariant($"  {read.PerChat:N2} a chat, {read.Milliseconds:N3} ms each: {read.Statement}"));
    }

    private static void Print(IAnsiConsole console, string what, IReadOnlyList<Cores> rounds) => console.WriteLine(FormattableString.Invariant(
        $"{what}: {rounds.Average(cores => cores.Silo):P2} of a core in the silo, {rounds.Average(cores => cores.Database):P2} in PostgreSQL ({string.Join("; ", rounds.Select(cores => FormattableString.Invariant($"{cores.Silo:P2} and {cores.Database:P2}")))})"));
}
