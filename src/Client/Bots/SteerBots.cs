using System.CommandLine;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary><c>bots start|stop|restart|remove</c>: one bot, several, or all with a tag.</summary>
internal sealed class SteerBots(BatchAction action)
{
    private readonly Argument<BotId[]> bots = Ids.Bots();
    private readonly Option<string?> tag = new("--tag") { Description = "Every bot with this tag" };
    private readonly Option<bool> yes = Confirmation.Yes();
    private readonly Option<bool> erase = new("--erase") { Description = "Wipe all its data too; this can't be undone" };

    private string Verb => action.ToString().ToLowerInvariant();

    public static Command Create(CommandRunner runner, BatchAction action)
    {
        var steer = new SteerBots(action);
        Symbol[] symbols = [steer.bots, steer.tag, steer.yes];
        return runner.Command(steer.Verb, Describe(action), steer.RunAsync, action is BatchAction.Remove ? [.. symbols, steer.erase] : symbols);
    }

    private static string Describe(BatchAction action) => action switch
    {
        BatchAction.Start => "Start bots",
        BatchAction.Stop => "Stop bots; they stay stopped until they are started",
        BatchAction.Restart => "Stop and start bots",
        _ => "Remove bots; an id stays reserved until its data is erased",
    };

    private async Task<int> RunAsync(CommandCall call)
    {
        var ids = call.Get(bots);
        if (ids.Length == 0 == call.Get(tag) is null) return call.Misuse("Name either bots or --tag.");
        if (MustAsk(ids) && !call.Get(yes) && !call.Terminal.Asks) return call.Misuse($"Nobody can be asked: add --yes to {Verb} them.");

        var manager = (await call.ConnectAsync()).Manager();
        if (call.Get(tag) is { } wanted)
        {
            var found = await FindAsync(manager, wanted);
            if (found.Value is null) return call.Refuse(found.Problem);
            ids = [.. found.Value.Items.Select(bot => bot.BotId)];
            if (ids.Length == 0) return call.Fail($"No bot has the tag {Plain.Cell(wanted)}.");
        }

        // What was counted and confirmed is what is changed, whatever gets the tag meanwhile.
        if (MustAsk(call.Get(bots)) && await Confirmation.AskAsync(call, yes, Question(call, ids)) is not true) return call.Fail("Nothing was changed.");
        return ids.Length == 1 ? await OneAsync(call, manager, ids[0]) : await ManyAsync(call, manager, ids);
    }

    /// <summary>A tag may hold more bots than one thinks, and a removal is final enough.</summary>
    private bool MustAsk(BotId[] named) => named.Length == 0 || action is BatchAction.Remove;

    private string Question(CommandCall call, BotId[] ids)
    {
        var what = ids.Length == 1 ? ids[0].Value : $"{ids.Length} bots";
        return action is BatchAction.Remove && call.Get(erase) ? $"Remove {what} and erase all data?" : $"{action} {what}?";
    }

    private static Task<Answer<Page<BotListItem>>> FindAsync(IManagerGrain manager, string tag) =>
        Paging.ReadAllAsync(null, (after, limit) => manager.ListBots(new BotQuery { Tag = tag, After = after, Limit = limit }));

    private async Task<int> OneAsync(CommandCall call, IManagerGrain manager, BotId bot)
    {
        if (action is BatchAction.Remove)
        {
            return call.Show(
                await manager.RemoveBot(bot, call.Get(erase)), view => new BatchItemJson(view.BotId.Value, true, null), view => call.Terminal.Line($"Removed {view.BotId}."));
        }

        Task<Answer<BotReport>> answer = action switch
        {
            BatchAction.Start => manager.StartBot(bot),
            BatchAction.Stop => manager.StopBot(bot),
            _ => manager.RestartBot(bot),
        };
        return call.Show(await answer, ReportJson.Of, report => call.Terminal.Line(Sentence(report)));
    }

    private static string Sentence(BotReport report) => report.LastError is null
        ? $"{report.BotId} is {report.Status}."
        : $"{report.BotId} is {report.Status} ({report.LastError}).";

    private async Task<int> ManyAsync(CommandCall call, IManagerGrain manager, BotId[] ids)
    {
        var answer = await manager.Batch(new BatchCommand { Ids = ids, Action = action, Erase = action is BatchAction.Remove && call.Get(erase) });
        var code = call.Show(answer, BatchItemJson.Of, batch =>
        {
            var sheet = new Sheet("BOT", "RESULT", "DETAIL");
            foreach (var item in batch.Items)
                sheet.Add(item.BotId.Value, item.Problem?.Code ?? "done", item.Problem?.Detail);
            sheet.Write(call.Terminal);
        });
        return answer.Value?.Items.Any(item => item.Problem is not null) == true ? ExitCode.Failed : code;
    }
}
