using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Manager;

/// <summary>Reads, checks and writes configurations and templates; knows no grain.</summary>
internal sealed class Registry(IBotStore bots, IConfigurationFactory configurations, TimeProvider time)
{
    private const int MaxTemplateName = 50;

    public static Problem NoSuchBot(BotId bot) => Problem.NotFound("bot.not_found", $"There is no bot «{bot}».");

    public async Task<Answer<BotView>> AddAsync(BotWrite write)
    {
        var read = await ReadAsync(write.Json, current: null);
        if (read.Value is not { } config)
            return read.Problem!;

        var now = time.GetUtcNow();
        var record = new BotRecord
        {
            Config = config,
            OwnJson = configurations.Own(write.Json, config),
            Source = write.Source,
            RemoveWebhook = write.RemoveWebhook,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await bots.AddAsync(record, CancellationToken.None)
            ? await ViewAsync(config.BotId, effective: false, includeRemoved: false)
            : Problem.Conflict("bot.exists", $"The id «{config.BotId}» is taken; choose another, or erase the removed bot first (DELETE …?erase=true).");
    }

    public async Task<Answer<BotView>> ChangeAsync(BotId bot, BotWrite write)
    {
        if (await bots.FindAsync(bot, CancellationToken.None) is not { RemovedAt: null } record)
            return NoSuchBot(bot);
        if (record.Source != write.Source)
            return Problem.Conflict("bot.owned_by_file", record.Source is null ? "The bot was registered by API or console; a file can't change it." : $"The bot belongs to the file «{record.Source}»; change it there.");
        if (write.ExpectedRevision is { } expected && expected != record.Revision)
            return Outdated();

        var json = write.Json;
        if (write.Merge)
        {
            var merged = configurations.Merge(record.OwnJson, write.Json);
            if (merged.Problem is { } unmergeable)
                return unmergeable;
            json = merged.Value!;
        }

        var read = await ReadAsync(json, record.Config);
        if (read.Value is not { } config)
            return read.Problem!;
        if (config.BotId != bot)
            return Problem.Invalid("bot.id_fixed", "A bot's id can't be changed.", new FieldError("/botId", "bot.id_fixed", $"Leave it out or keep it «{bot}»."));

        var replaced = await ReplaceAsync(record, config, configurations.Own(json, config));
        return replaced is null ? Outdated() : View(replaced, effective: false);
    }

    public async Task<Answer<BotView>> ViewAsync(BotId bot, bool effective, bool includeRemoved)
    {
        var record = await bots.FindAsync(bot, CancellationToken.None);
        return record is null || (record.RemovedAt is not null && !includeRemoved) ? NoSuchBot(bot) : View(record, effective);
    }

    public async Task<Answer<TemplateView>> FindTemplateAsync(string name) =>
        await bots.FindTemplateAsync(name, CancellationToken.None) is { } found ? View(found) : NoSuchTemplate(name);

    public async Task<Answer<TemplateView>> PutTemplateAsync(string name, string json, long? expectedRevision)
    {
        if (name.Length is 0 or > MaxTemplateName || !BotId.TryParse(name, out _))
            return Problem.Invalid("template.name", "A template's name is 1–50 of a-z 0-9 - _.");
        if (configurations.CheckTemplate(json) is { } problem)
            return problem;
        return await bots.PutTemplateAsync(name, json, expectedRevision, CancellationToken.None) is { } put ? View(put) : Outdated();
    }

    public async Task<Answer<TemplateView>> DeleteTemplateAsync(string name)
    {
        if (await bots.FindTemplateAsync(name, CancellationToken.None) is not { } found)
            return NoSuchTemplate(name);
        return await bots.DeleteTemplateAsync(name, CancellationToken.None)
            ? View(found)
            : Problem.Conflict("template.in_use", "Bots still name this template; change them first.");
    }

    /// <summary>Recomputes every bot that names the template. A bot that can't follow keeps what it has, and the problem is told.</summary>
    public async Task<IReadOnlyList<(BotId Bot, Problem? Refused)>> ApplyTemplateAsync(string name)
    {
        var results = new List<(BotId, Problem?)>();
        foreach (var bot in await bots.ReadTemplateUsersAsync(name, CancellationToken.None))
        {
            if (await bots.FindAsync(bot, CancellationToken.None) is not { RemovedAt: null } record)
                continue;

            var read = await ReadAsync(record.OwnJson, record.Config);
            var replaced = read.Value is { } config ? await ReplaceAsync(record, config, record.OwnJson) : null;
            results.Add((bot, replaced is null ? read.Problem ?? Outdated() : null));
        }

        return results;
    }

    private Task<BotRecord?> ReplaceAsync(BotRecord before, BotConfig config, string ownJson) =>
        bots.ReplaceAsync(config, ownJson, !config.Telegram.IsAccountOf(before.Config.Telegram), before.Revision, CancellationToken.None);

    private async Task<Answer<BotConfig>> ReadAsync(string json, BotConfig? current)
    {
        if (configurations.TemplateOf(json) is not { } name)
            return configurations.Read(json, current, template: null);

        return await bots.FindTemplateAsync(name, CancellationToken.None) is { } template
            ? configurations.Read(json, current, template.Json)
            : Problem.Invalid("template.not_found", "The named template does not exist.", new FieldError("/template", "template.not_found", $"Put the template «{name}» first, or leave the field out."));
    }

    private BotView View(BotRecord record, bool effective) => new()
    {
        BotId = record.Config.BotId,
        Json = effective ? configurations.Describe(record.Config) : record.OwnJson,
        Revision = record.Revision,
        Source = record.Source,
        AccountId = AccountOf(record.Config),
    };

    private static TemplateView View(TemplateRecord template) => new() { Name = template.Name, Json = template.Json, Revision = template.Revision };

    private static long? AccountOf(BotConfig config) =>
        config.Telegram.Token?.Reveal().Split(':')[0] is { } number && long.TryParse(number, CultureInfo.InvariantCulture, out var account) ? account : null;

    private static Problem Outdated() => Problem.Stale("config.revision_stale", "It was changed meanwhile; read it again and repeat your change.");

    private static Problem NoSuchTemplate(string name) => Problem.NotFound("template.not_found", $"There is no template «{name}».");
}
