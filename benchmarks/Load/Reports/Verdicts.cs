using MultiBot.Load.Subjects;
using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>Says whether everybody was answered once and in order, and what the log warned of.</summary>
internal static class Verdicts
{
    public static void Print(IAnsiConsole console, SubjectReport subject)
    {
        var judged = subject.Judgement;
        console.WriteLine(judged.IsFlawless
            ? $"{subject.Name}: every message was answered once and in order"
            : $"{subject.Name}: {judged.Lost} lost, {judged.Doubled} doubled, {judged.Reordered} reordered, {judged.Strange} strange{(judged.Example is { } text ? $" («{text}»)" : "")}");
        Print(console, subject.Name, subject.Warnings);
    }

    /// <summary>Says nothing where the log warned of nothing.</summary>
    public static void Print(IAnsiConsole console, string whose, LogWarnings warnings)
    {
        if (warnings.Count > 0)
            console.WriteLine($"{whose}: {warnings.Count} warnings in its log, the last of them:\n{warnings.Last}");
    }
}
