using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Bots;
using Orleans.Concurrency;

namespace MultiBot.Grains.Manager;

/// <summary>
/// The registry's door. Key: one in the cluster.
///
/// Role: registers, changes, removes, starts and stops bots; keeps templates. Never on the message path.
/// Lifetime: holds nothing; the store is the truth, so it may be anywhere and come back empty.
/// Invariants: what is written to the registry is valid; a change is applied to the running bot before it is answered; a slow
/// bot delays nobody else's command (reentrant).
/// </summary>
[Reentrant]
internal sealed partial class ManagerGrain(
    Registry registry,
    ClusterInfo cluster,
    IBotStore bots,
    IQueries queries,
    ILogger<ManagerGrain> logger) : Grain, IManagerGrain
{
    /// <summary>Bots a batch works on side by side.</summary>
    private const int BatchWidth = 16;

    public async Task<Answer<BotView>> RegisterBot(BotWrite write)
    {
        var answer = await registry.AddAsync(write);
        if (answer.Value is { } view)
            await TryOn(view.BotId, bot => bot.Start());
        return answer;
    }

    public async Task<Answer<BotView>> ChangeBot(BotId bot, BotWrite write)
    {
        var answer = await registry.ChangeAsync(bot, write);
        if (answer.Value is not null)
            await TryOn(bot, grain => grain.Reconfigure());
        return answer;
    }

    public async Task<Answer<BotView>> RemoveBot(BotId bot, bool erase)
    {
        var answer = await registry.ViewAsync(bot, effective: false, includeRemoved: erase);
        if (answer.Value is null)
            return answer;

        await bots.SetShouldRunAsync(bot, shouldRun: false, CancellationToken.None);
        await TryOn(bot, grain => grain.Remove());
        return await bots.RemoveAsync(bot, erase, CancellationToken.None) ? answer : Registry.NoSuchBot(bot);
    }

    public Task<Answer<BotView>> GetBot(BotId bot, bool effective) => registry.ViewAsync(bot, effective, includeRemoved: false);

    public async Task<Answer<BotListItem>> GetBotStatus(BotId bot) =>
        await queries.FindBotAsync(bot, CancellationToken.None) is { } found ? found : Registry.NoSuchBot(bot);

    public Task<Answer<Page<BotListItem>>> ListBots(BotQuery query) =>
        QueriesGrain.Paged(() => queries.ListBotsAsync(query, CancellationToken.None));

    public async Task<Answer<BotReport>> StartBot(BotId bot) =>
        await bots.SetShouldRunAsync(bot, shouldRun: true, CancellationToken.None)
            ? await GrainFactory.OnHolder(bot, grain => grain.Start())
            : Registry.NoSuchBot(bot);

    public async Task<Answer<BotReport>> StopBot(BotId bot) =>
        await bots.SetShouldRunAsync(bot, shouldRun: false, CancellationToken.None)
            ? await GrainFactory.OnHolder(bot, grain => grain.Stop())
            : Registry.NoSuchBot(bot);

    public async Task<Answer<BotReport>> RestartBot(BotId bot) =>
        await bots.SetShouldRunAsync(bot, shouldRun: true, CancellationToken.None)
            ? await GrainFactory.OnHolder(bot, grain => grain.Restart())
            : Registry.NoSuchBot(bot);

    public async Task<Answer<BatchAnswer>> Batch(BatchCommand command)
    {
        if (command.Ids is null == command.Tag is null)
            return Problem.Invalid("batch.select", "Select bots either by «ids» or by «tag».");
        if (command.Action is BatchAction.Patch && command.Patch is null)
            return Problem.Invalid("batch.patch_missing", "A batch that patches needs a «patch».");

        var selected = command.Ids ?? await BotsWithTag(command.Tag!);
        if (command.Among is { } allowed)
            selected = [.. selected.Intersect(allowed)];

        var items = new List<BatchItem>(selected.Length);
        foreach (var chunk in selected.Distinct().Order().Chunk(BatchWidth))
            items.AddRange(await Task.WhenAll(chunk.Select(bot => DoOne(bot, command))));
        return new BatchAnswer { Items = [.. items] };
    }

    public async Task<Answer<TemplateView>> PutTemplate(string name, string json, long? expectedRevision)
    {
        var answer = await registry.PutTemplateAsync(name, json, expectedRevision);
        if (answer.Value is not null)
        {
            foreach (var (bot, refused) in await registry.ApplyTemplateAsync(name))
            {
                if (refused is null)
                    await TryOn(bot, grain => grain.Reconfigure());
                else
                    TemplateRefused(bot, name, refused.Code);
            }
        }

        return answer;
    }

    public Task<Answer<TemplateView>> GetTemplate(string name) => registry.FindTemplateAsync(name);

    public Task<Answer<TemplateView>> DeleteTemplate(string name) => registry.DeleteTemplateAsync(name);

    public Task<ClusterView> GetCluster() => cluster.ReadAsync();

    private async Task<BatchItem> DoOne(BotId bot, BatchCommand command)
    {
        try
        {
            var problem = command.Action switch
            {
                BatchAction.Start => (await StartBot(bot)).Problem,
                BatchAction.Stop => (await StopBot(bot)).Problem,
                BatchAction.Restart => (await RestartBot(bot)).Problem,
                BatchAction.Patch => (await ChangeBot(bot, new BotWrite { Json = command.Patch!, Merge = true })).Problem,
                _ => (await RemoveBot(bot, command.Erase)).Problem,
            };
            return new BatchItem { BotId = bot, Problem = problem };
        }
        catch (Exception exception)
        {
            BotFailed(exception, bot);
            return new BatchItem { BotId = bot, Problem = Problem.Unavailable("bot.unreachable", "The bot could not be reached; try again in a moment.") };
        }
    }

    private async Task<BotId[]> BotsWithTag(string tag)
    {
        var found = new List<BotId>();
        string? after = null;
        do
        {
            var page = await queries.ListBotsAsync(new BotQuery { Tag = tag, After = after, Limit = 500 }, CancellationToken.None);
            found.AddRange(page.Items.Select(bot => bot.BotId));
            after = page.Next;
        }
        while (after is not null);
        return [.. found];
    }

    /// <summary>The registry holds the change already; a bot that can't be reached now reads it when it comes up.</summary>
    private async Task TryOn(BotId bot, Func<IBotGrain, Task<Answer<BotReport>>> call)
    {
        try
        {
            await GrainFactory.OnHolder(bot, call);
        }
        catch (Exception exception)
        {
            BotFailed(exception, bot);
        }
    }

    [LoggerMessage(EventName = "manager.template_refused", Level = LogLevel.Warning, Message = "Bot {BotId} can't follow the change of template {Template} and keeps what it has: {Code}")]
    private partial void TemplateRefused(BotId botId, string template, string code);

    [LoggerMessage(EventName = "manager.bot_failed", Level = LogLevel.Error, Message = "Bot {BotId} could not be reached.")]
    private partial void BotFailed(Exception exception, BotId botId);
}
