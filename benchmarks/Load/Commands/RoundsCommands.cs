using System.CommandLine;
using MultiBot.Load.Runs;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Commands;

/// <summary><c>pair</c>, <c>silo</c> and <c>peer</c>.</summary>
internal static class RoundsCommands
{
    private static readonly Func<Stage, CancellationToken, Task<Subject>> Silo = (stage, cancelled) => stage.StartSiloAsync(cancelled);
    private static readonly Func<Stage, CancellationToken, Task<Subject>> Peer = (stage, cancelled) => stage.StartPeerAsync(cancelled);

    public static IEnumerable<Command> All =>
    [
        Make(new Command("pair", "The silo and the plain peer in turn, on the same PostgreSQL server."), LoadOptions.Count("--pairs", "How often both are measured.", 5), withPeer: true, Silo, Peer),
        Make(new Command("silo", "The silo alone, or several that share the bots."), LoadOptions.Count("--rounds", "How often it is measured.", 1), withPeer: false, Silo),
        Make(new Command("peer", "The plain peer alone."), LoadOptions.Count("--rounds", "How often it is measured.", 1), withPeer: true, Peer),
    ];

    private static Command Make(Command command, Option<int> rounds, bool withPeer, params Func<Stage, CancellationToken, Task<Subject>>[] starts)
    {
        command.Options.Add(rounds);
        var options = new LoadOptions(command);
        command.SetAction((parsed, cancelled) => Running.RunAsync(
            parsed.GetValue(options.Json),
            async log => await RoundsRun.RunAsync(options.Read(parsed), parsed.GetValue(rounds), starts, withPeer, log, cancelled),
            cancelled));
        return command;
    }
}
