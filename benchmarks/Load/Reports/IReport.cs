using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>What a run found.</summary>
internal interface IReport
{
    /// <summary>False makes the exit code 1.</summary>
    bool Passed { get; }

    void Print(IAnsiConsole console);
}
