using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Manager;
using Orleans.Concurrency;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>The registry's contract over a dictionary.</summary>
[Reentrant]
public sealed class FakeManagerGrain(FakeCluster cluster) : Grain, IManagerGrain
{
    public Task<Answer<BotView>> RegisterBot(BotWrite write)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(write.Json)!.AsObject();
        }
        catch (JsonException)
        {
            return Task.FromResult<Answer<BotView>>(Problem.Invalid("config.invalid_json", "This is no JSON."));
        }

        if (json["name"] is null)
            return Task.FromResult<Answer<BotView>>(Problem.Invalid("config.invalid", "The configuration is refused.", new FieldError("/name", "required", "A name is needed.")));
        var id = BotId.Parse(json["botId"]!.GetValue<string>());
        var bot = new FakeBot { Id = id, Json = write.Json, LastWrite = write };
        return Task.FromResult<Answer<BotView>>(cluster.Bots.TryAdd(id.Value, bot) ? View(bot) : Problem.Conflict("bot.exists", $"There is a bot {id} already."));
    }

    public Task<Answer<BotView>> ChangeBot(BotId bot, BotWrite write) => With<BotView>(bot, found =>
    {
        if (write.ExpectedRevision is { } expected && expected != found.Revision) return Problem.Stale("bot.stale", "The bot was changed meanwhile.");
        found.LastWrite = write;
        found.Revision++;
        return View(found);
    });

    public Task<Answer<BotView>> RemoveBot(BotId bot, bool erase) => With<BotView>(bot, found =>
    {
        found.Erased = erase;
        cluster.Bots.TryRemove(bot.Value, out _);
        return View(found);
    });

    public Task<Answer<BotView>> GetBot(BotId bot, bool effective) => With<BotView>(bot, found => View(found));

    public Task<Answer<BotListItem>> GetBotStatus(BotId bot) => With<BotListItem>(bot, found => Item(found));

    public Task<Answer<Page<BotListItem>>> ListBots(BotQuery query)
    {
        var found = cluster.Bots.Values
            .Where(bot => query.Tag is null || bot.Tags.Contains(query.Tag))
            .Where(bot => query.Status is null || bot.Status == query.Status)
            .Where(bot => query.Text is null || bot.Id.Value.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            .OrderBy(bot => bot.Id)
            .Where(bot => query.After is null || string.CompareOrdinal(bot.Id.Value, query.After) > 0)
            .ToArray();
        var page = found.Take(query.Limit).Select(Item).ToArray();
        return Task.FromResult<Answer<Page<BotListItem>>>(new Page<BotListItem> { Items = page, Next = found.Length > page.Length ? page[^1].BotId.Value : null });
    }

    public Task<Answer<BotReport>> StartBot(BotId bot) => Set(bot, BotStatus.Starting);

    public Task<Answer<BotReport>> StopBot(BotId bot) => Set(bot, BotStatus.Stopped);

    public async Task<Answer<BotReport>> RestartBot(BotId bot)
    {
        if (cluster.Bots.GetValueOrDefault(bot.Value)?.Hang is { } hang) await hang.Task;
        return await Set(bot, BotStatus.Starting);
    }

    public Task<Answer<BatchAnswer>> Batch(BatchCommand command)
    {
        cluster.Batches.Enqueue(command);
        var items = command.Ids!.Order().Select(id => new BatchItem
        {
            BotId = id,
            Problem = cluster.Bots.ContainsKey(id.Value) ? null : NotFound(id),
        });
        return Task.FromResult<Answer<BatchAnswer>>(new BatchAnswer { Items = [.. items] });
    }

    public Task<Answer<TemplateView>> PutTemplate(string name, string json, long? expectedRevision)
    {
        var view = cluster.Templates.AddOrUpdate(
            name, _ => new TemplateView { Name = name, Json = json, Revision = 1 }, (_, old) => old with { Json = json, Revision = old.Revision + 1 });
        return Task.FromResult<Answer<TemplateView>>(view);
    }

    public Task<Answer<TemplateView>> GetTemplate(string name) =>
        Task.FromResult<Answer<TemplateView>>(cluster.Templates.TryGetValue(name, out var view) ? view : Problem.NotFound("template.not_found", "There is no such template."));

    public Task<Answer<TemplateView>> DeleteTemplate(string name) =>
        Task.FromResult<Answer<TemplateView>>(cluster.Templates.TryRemove(name, out var view) ? view : Problem.NotFound("template.not_found", "There is no such template."));

    public Task<ClusterView> GetCluster() => Task.FromResult(new ClusterView
    {
        Silos = [new SiloView { Name = "silo-1", Address = "127.0.0.1:11111", HttpPort = cluster.HttpPort, Status = "Active", Bots = 3, StartedAt = TestTimes.Noon }],
    });

    private Task<Answer<BotReport>> Set(BotId bot, BotStatus status) => With<BotReport>(bot, found =>
    {
        found.Status = status;
        return new BotReport { BotId = found.Id, Status = status, Silo = "silo-1", Epoch = 7, LastError = found.LastError };
    });

    private Task<Answer<T>> With<T>(BotId bot, Func<FakeBot, Answer<T>> use)
        where T : class => Task.FromResult(cluster.Bots.TryGetValue(bot.Value, out var found) ? use(found) : NotFound(bot));

    private static Problem NotFound(BotId bot) => Problem.NotFound("bot.not_found", $"There is no bot {bot}.");

    private static BotView View(FakeBot bot) => new() { BotId = bot.Id, Json = bot.Json, Revision = bot.Revision, AccountId = bot.AccountId };

    private static BotListItem Item(FakeBot bot) => new()
    {
        BotId = bot.Id,
        Name = JsonNode.Parse(bot.Json)!["name"]!.GetValue<string>(),
        Kind = AccountKind.Bot,
        Status = bot.Status,
        Health = BotHealths.Of(bot.Status),
        Silo = "silo-1",
        Tags = bot.Tags,
        Counters = new BotCounters { Received = 12, Sent = 10, Uncertain = 1, Parked = bot.Parked.Count },
        Epoch = 7,
        LastUpdateAt = TestTimes.Noon,
        LastError = bot.LastError,
        ShouldRun = true,
        Username = "anna_bot",
        Revision = bot.Revision,
    };
}
