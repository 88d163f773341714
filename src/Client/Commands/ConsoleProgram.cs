using System.CommandLine;
using System.CommandLine.Invocation;
using MultiBot.Client.Bots;
using MultiBot.Client.Chats;
using MultiBot.Client.Cluster;
using MultiBot.Client.Events;
using MultiBot.Client.Output;
using MultiBot.Client.Parked;
using MultiBot.Client.Privacy;
using MultiBot.Client.Sandbox;
using MultiBot.Client.Templates;
using MultiBot.Client.Webhooks;

namespace MultiBot.Client.Commands;

/// <summary>The console from its arguments to its exit code.</summary>
internal static class ConsoleProgram
{
    /// <summary>Messages may begin with @, and ids of groups with a dash: neither is a file of arguments nor a bundle of options.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parse = Build(terminal).Parse(args, Parsing);
        if (parse.Action is ParseErrorAction)
            return ShowUsage(parse, terminal);
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Out.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
        };
        return await parse.InvokeAsync(invocation, cancellation);
    }

    private static RootCommand Build(Terminal terminal)
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(terminal, options);
        var root = new RootCommand("The console of MultiBot: joins a cluster and steers its bots.");
        options.AddTo(root);
        root.Subcommands.Add(BotsCommands.Create(runner));
        root.Subcommands.Add(ChatsCommands.Create(runner));
        root.Subcommands.Add(ParkedCommands.Create(runner));
        root.Subcommands.Add(DoNotContactCommands.Create(runner));
        root.Subcommands.Add(TemplatesCommands.Create(runner));
        root.Subcommands.Add(WatchCommand.Create(runner));
        root.Subcommands.Add(EventsCommands.Create(runner));
        root.Subcommands.Add(WebhooksCommands.Create(runner));
        root.Subcommands.Add(ClusterCommand.Create(runner));
        root.Subcommands.Add(SandboxCommands.Create(runner));
        return root;
    }

    private static int ShowUsage(ParseResult parse, Terminal terminal)
    {
        foreach (var error in parse.Errors)
            terminal.ErrorLine(Plain.Cell(error.Message));
        terminal.ErrorLine($"See: {PathOf(parse)} --help");
        return ExitCode.Usage;
    }

    private static string PathOf(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var at = parse.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(at.Command is RootCommand ? "multibot" : at.Command.Name);
        return string.Join(' ', names);
    }
}
