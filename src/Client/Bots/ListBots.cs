using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Client.Bots;

/// <summary><c>bots list</c></summary>
internal static class ListBots
{
    private static readonly string[] Orders = ["botId", "name", "-updatedAt"];

    public static Command Create(CommandRunner runner)
    {
        var tag = new Option<string?>("--tag") { Description = "Only bots with this tag" };
        var status = new Option<BotStatus?>("--status") { Description = "Only bots in this status" };
        var text = new Option<string?>("--q") { Description = "Part of id or name", HelpName = "text" };
        var sort = new Option<string?>("--sort") { Description = "Order", HelpName = string.Join('|', Orders) };
        sort.AcceptOnlyFromAmong(Orders);
        var paging = new Paging();
        return runner.Command("list", "Bots with status, health and counters", RunAsync, [tag, status, text, sort, .. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var manager = (await call.ConnectAsync()).Manager();
            var answer = await paging.ReadAsync(call, (after, limit) => manager.ListBots(new BotQuery
            {
                Tag = call.Get(tag),
                Status = call.Get(status),
                Text = call.Get(text),
                Sort = call.Get(sort),
                After = after,
                Limit = limit,
            }));
            return call.Show(answer, page => PageJson<BotJson>.Of(page, BotJson.Of), page => Write(call.Terminal, page));
        }
    }

    private static void Write(Terminal terminal, Page<BotListItem> page)
    {
        var sheet = new Sheet("BOT", "NAME", "KIND", "STATUS", "HEALTH", "SILO", "TAGS", "RECEIVED", "SENT", "UNCERTAIN", "PARKED", "LAST ERROR");
        foreach (var bot in page.Items)
        {
            sheet.Add(
                bot.BotId.Value,
                bot.Name,
                Json.Word(bot.Kind),
                bot.Status.ToString(),
                bot.Health.ToString(),
                bot.Silo,
                string.Join(',', bot.Tags),
                Plain.Number(bot.Counters.Received),
                Plain.Number(bot.Counters.Sent),
                Plain.Number(bot.Counters.Uncertain),
                Plain.Number(bot.Counters.Parked),
                bot.LastError);
        }

        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}
