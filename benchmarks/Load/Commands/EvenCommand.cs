using System.CommandLine;
using MultiBot.Load.Runs;

namespace MultiBot.Load.Commands;

/// <summary><c>even</c>.</summary>
internal static class EvenCommand
{
    public static Command Make()
    {
        var bots = LoadOptions.Count("--bots", "Bots that one silo runs when the second one joins.", 10_000);
        var writers = LoadOptions.Count("--writers", "Bots that somebody writes to, spread over all.", 300);
        var rate = LoadOptions.Count("--rate", "Messages a second, all writers together.", 300);
        var (set, json) = (LoadOptions.NewSet(), LoadOptions.NewJson());
        var command = new Command("even", "A silo joins one that runs many bots: how long until they are shared out, and what people notice.") { bots, writers, rate, set, json };
        command.SetAction((parsed, cancelled) =>
        {
            var plan = LoadPlan.Idle(parsed.GetValue(bots), StorageKind.Postgres, parsed.GetValue(set) ?? []) with
            {
                Chats = 1, Rate = parsed.GetValue(rate), Writers = parsed.GetValue(writers),
            };
            return Running.RunAsync(parsed.GetValue(json), log => EvenRun.RunAsync(plan, log, cancelled), cancelled);
        });
        return command;
    }
}
