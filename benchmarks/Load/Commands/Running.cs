using MultiBot.Load.Reports;
using Spectre.Console;

namespace MultiBot.Load.Commands;

/// <summary>Runs, prints, writes the file. Exit code 1: a message was not answered once and in order, or a subject failed.</summary>
internal static class Running
{
    /// <summary>Columns when nobody's terminal tells: a log or a pipe.</summary>
    private const int WidthOfLog = 150;

    public static async Task<int> RunAsync(string? jsonFile, Func<RunLog, Task<IReport>> run, CancellationToken cancelled)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthOfLog;
        try
        {
            var report = await run(new RunLog(console, TimeProvider.System));
            report.Print(console);
            if (jsonFile is not null)
                await JsonReport.WriteAsync(jsonFile, report, TimeProvider.System, cancelled);
            return report.Passed ? 0 : 1;
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
