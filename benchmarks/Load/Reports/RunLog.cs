using Spectre.Console;

namespace MultiBot.Load.Reports;

/// <summary>A line for each step, so that whoever waits sees what is done and a log tells when.</summary>
internal sealed class RunLog(IAnsiConsole console, TimeProvider time)
{
    private readonly long began = time.GetTimestamp();

    public void Say(string line) => console.WriteLine(FormattableString.Invariant($"{time.GetElapsedTime(began):mm\\:ss} {line}"));
}
