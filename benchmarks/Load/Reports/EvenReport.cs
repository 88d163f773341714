using MultiBot.Load.Measuring;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>A silo joined.</summary>
internal sealed record EvenReport : IReport
{
    public required LoadPlan Plan { get; init; }
    public required EvenMeasurement Measured { get; init; }
    public required SubjectReport Silos { get; init; }

    public bool Passed => Silos.Judgement.IsFlawless;

    public void Print(IAnsiConsole console)
    {
        console.WriteLine(FormattableString.Invariant(
            $"{Plan.Bots:N0} bots, after the second silo's start: ready {Measured.ReadySeconds:N1} s, even within 20 % {Measured.NearSeconds:N1} s, within the balancer's slack {Measured.EvenSeconds:N1} s, all polling {Measured.PollSeconds:N1} s"));
        console.WriteLine($"one silo:   {Measured.Before}");
        console.WriteLine($"evening:    {Measured.During}");
        console.WriteLine($"two silos:  {Measured.After}");
        console.WriteLine(FormattableString.Invariant($"{Silos.Written:N0} messages sent, {Silos.Written - Silos.Judgement.Lost:N0} answered, {Silos.Judgement.Lost} lost"));
        Verdicts.Print(console, Silos);
    }
}
