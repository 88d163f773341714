using System.CommandLine;
using MultiBot.Load.Runs;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Commands;

/// <summary><c>scale</c>.</summary>
internal static class ScaleCommand
{
    public static Command Make()
    {
        var pairs = LoadOptions.Count("--pairs", "How often both are measured.", 5);
        var perSilo = new Option<bool>("--per-silo") { Description = "Each silo gets as many bots as --bots says, instead of all together: capacity instead of cost." };
        var command = new Command("scale", "Several silos and one in turn, each cluster on a database of its own.") { pairs, perSilo };
        var options = new LoadOptions(command, silos: 2);
        command.SetAction((parsed, cancelled) => Running.RunAsync(
            parsed.GetValue(options.Json),
            async log =>
            {
                var one = options.Read(parsed) with { Silos = 1 };
                var silos = options.Read(parsed).Silos;
                var several = one with { Silos = silos, Bots = parsed.GetValue(perSilo) ? one.Bots * silos : one.Bots };
                Func<Stage, CancellationToken, Task<Subject>>[] starts = [(stage, stop) => stage.StartSilosAsync(several, stop), (stage, stop) => stage.StartSilosAsync(one, stop)];
                return await RoundsRun.RunAsync(one, parsed.GetValue(pairs), starts, withPeer: false, log, cancelled);
            },
            cancelled));
        return command;
    }
}
