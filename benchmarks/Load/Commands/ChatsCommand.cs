using System.CommandLine;
using MultiBot.Load.Runs;

namespace MultiBot.Load.Commands;

/// <summary><c>chats</c>.</summary>
internal static class ChatsCommand
{
    public static Command Make()
    {
        var chats = LoadOptions.Count("--chats", "People the bot knows.", 100_000);
        var opened = LoadOptions.Count("--opened", "Of these, how many write again, one after another, to a silo that has none of them in memory.", 500);
        var (set, json) = (LoadOptions.NewSet(), LoadOptions.NewJson());
        var command = new Command("chats", "One bot with memory of many people: what opening a chat reads, and what writing first costs when nobody writes.") { chats, opened, set, json };
        command.SetAction((parsed, cancelled) =>
        {
            var plan = LoadPlan.Idle(1, StorageKind.Postgres, parsed.GetValue(set) ?? []) with { Chats = parsed.GetValue(chats) };
            return Running.RunAsync(parsed.GetValue(json), log => ChatsRun.RunAsync(plan, parsed.GetValue(opened), log, cancelled), cancelled);
        });
        return command;
    }
}
