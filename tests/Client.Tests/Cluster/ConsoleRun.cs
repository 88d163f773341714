using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using Spectre.Console;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>One run of the console: what it answered, wrote and complained about.</summary>
internal sealed record ConsoleRun(int Code, string Out, string Error)
{
    /// <summary>As a script runs it: redirected, nobody to ask.</summary>
    public static Task<ConsoleRun> Script(params string[] args) => Script("", args);

    public static Task<ConsoleRun> Script(string input, string[] args) => Interrupted(input, args, TestContext.Current.CancellationToken);

    /// <summary>As a script runs it, with somebody at Ctrl-C.</summary>
    public static async Task<ConsoleRun> Interrupted(string input, string[] args, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        var run = await RunAsync(args, Plain(output), new StringReader(input), rich: false, asks: false, new NoEditor(), cancellation);
        return run with { Out = output.ToString() };
    }

    /// <summary>As a person runs it, in a terminal of 160 columns.</summary>
    public static async Task<ConsoleRun> Person(TestConsole console, TextReader input, IEditor editor, params string[] args)
    {
        console.Profile.Width = 160;
        console.Profile.Capabilities.Interactive = true;
        var run = await RunAsync(args, console, input, rich: true, asks: true, editor, TestContext.Current.CancellationToken);
        return run with { Out = console.Output };
    }

    /// <summary>As a person runs it who reads along.</summary>
    public static async Task<ConsoleRun> Watched(WatchedScreen screen, TextReader input, CancellationToken cancellation, params string[] args)
    {
        var run = await RunAsync(args, Plain(screen), input, rich: true, asks: true, new NoEditor(), cancellation);
        return run with { Out = screen.ToString() };
    }

    /// <summary>Arguments that lead to the test silo, with its key.</summary>
    public static string[] At(TestSilo silo, params string[] args) => [.. args, "--gateway", silo.Gateway, "--key", TestSilo.Key];

    private static async Task<ConsoleRun> RunAsync(
        string[] args, IAnsiConsole output, TextReader input, bool rich, bool asks, IEditor editor, CancellationToken cancellation)
    {
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = Plain(error),
            In = input,
            Rich = rich,
            Asks = asks,
            Environment = _ => null,
            WorkingDirectory = Path.GetTempPath(),
            Editor = editor,
        };
        var code = await ConsoleProgram.RunAsync(args, terminal, cancellation);
        return new ConsoleRun(code, "", error.ToString());
    }

    private static IAnsiConsole Plain(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });

    private sealed class NoEditor : IEditor
    {
        public Task<bool> EditAsync(string path, CancellationToken cancellation) => throw new InvalidOperationException("Nobody may be asked to edit.");
    }
}
