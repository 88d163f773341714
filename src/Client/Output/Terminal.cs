using MultiBot.Client.Input;
using Spectre.Console;

namespace MultiBot.Client.Output;

/// <summary>Everything the console touches outside of the cluster, so that a test can stand in for the person.</summary>
internal sealed class Terminal
{
    public required IAnsiConsole Out { get; init; }

    public required IAnsiConsole Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>A person reads the output: colours, borders and fitting widths. Otherwise lines of tab-separated fields.</summary>
    public required bool Rich { get; init; }

    /// <summary>A person types: questions may be asked.</summary>
    public required bool Asks { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IEditor Editor { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal OfProcess()
    {
        var rich = !Console.IsOutputRedirected;
        return new Terminal
        {
            Out = Open(Console.Out, rich),
            Error = Open(Console.Error, !Console.IsErrorRedirected),
            // Not Console.In: its ReadLineAsync blocks the caller, and a waiting chat could not be left.
            In = new StreamReader(Console.OpenStandardInput(), Console.InputEncoding),
            Rich = rich,
            Asks = rich && !Console.IsInputRedirected,
            Environment = System.Environment.GetEnvironmentVariable,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Editor = new ExternalEditor(System.Environment.GetEnvironmentVariable),
        };
    }

    /// <summary>One line as it is: no wrapping, no markup.</summary>
    public void Line(string text) => Out.Profile.Out.Writer.WriteLine(text);

    public void ErrorLine(string text) => Error.Profile.Out.Writer.WriteLine(text);

    private static IAnsiConsole Open(TextWriter writer, bool person)
    {
        var colours = person && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = person ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = person ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
    }
}
