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
        subject.Warnings.Print(console, subject.Name);
    }
}
