using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary><c>bots show</c> (what was configured) and <c>bots status</c> (what it is doing).</summary>
internal static class ShowBot
{
    public static Command Create(CommandRunner runner)
    {
        var bot = Ids.Bot();
        var effective = new Option<bool>("--effective") { Description = "With the template's fields and all defaults" };
        return runner.Command("show", "A bot's configuration, secrets masked; with --json nothing but it", RunAsync, bot, effective);

        async Task<int> RunAsync(CommandCall call)
        {
            var manager = (await call.ConnectAsync()).Manager();
            var view = await manager.GetBot(call.Get(bot), call.Get(effective));
            if (view.Value is null || call.WantsJson) return call.Show(view, value => JsonNode.Parse(value.Json)!, _ => { });
            return call.Show(await manager.GetBotStatus(call.Get(bot)), BotJson.Of, status =>
            {
                Write(call.Terminal, status, view.Value);
                call.Terminal.Line("");
                call.Terminal.Line(Plain.Block(Json.Indent(view.Value.Json)));
            });
        }
    }

    public static Command CreateStatus(CommandRunner runner)
    {
        var bot = Ids.Bot();
        return runner.Command("status", "What a bot is doing", RunAsync, bot);

        async Task<int> RunAsync(CommandCall call)
        {
            var answer = await (await call.ConnectAsync()).Manager().GetBotStatus(call.Get(bot));
            return call.Show(answer, BotJson.Of, status => Write(call.Terminal, status, null));
        }
    }

    private static void Write(Terminal terminal, BotListItem bot, BotView? view) => new Facts()
        .Add("bot", bot.BotId.Value)
        .Add("name", bot.Name)
        .Add("kind", Json.Word(bot.Kind))
        .Add("account", Plain.Number(view?.AccountId))
        .Add("username", bot.Username)
        .Add("status", bot.Status.ToString())
        .Add("health", bot.Health.ToString())
        .Add("last error", bot.LastError)
        .Add("should run", bot.ShouldRun ? "yes" : "no")
        .Add("silo", bot.Silo)
        .Add("last update", Plain.Time(bot.LastUpdateAt))
        .Add("tags", string.Join(", ", bot.Tags))
        .Add("counters", $"received {bot.Counters.Received}, sent {bot.Counters.Sent}, uncertain {bot.Counters.Uncertain}, parked {bot.Counters.Parked}, rejected {bot.Counters.Rejected}")
        .Add("revision", Plain.Number(bot.Revision))
        .Add("file", view?.Source)
        .Write(terminal);
}
