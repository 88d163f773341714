using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Discovery;

/// <summary>
/// One look at the folder: new files register bots, changed ones change them, a file that went stops its bot (its data is kept;
/// the file's return starts it again). A broken file is reported once per version and stops nobody else.
/// </summary>
public sealed partial class FileReading(BotFiles files, SeenFiles seen, IGrainFactory grains, Auditor auditor, ILogger<FileReading> logger)
{
    public async Task LookAsync(CancellationToken cancellation)
    {
        var names = files.Names();
        foreach (var gone in seen.Names.Except(names).ToArray())
            await TryAsync(gone, () => RetireAsync(gone, cancellation));
        foreach (var name in names)
            await TryAsync(name, () => ReadAsync(name, cancellation));
    }

    private async Task ReadAsync(string name, CancellationToken cancellation)
    {
        var bytes = await files.ReadAsync(name, cancellation);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var before = seen.Find(name);
        if (before?.Sha256 == hash) return;

        var text = Text(bytes);
        var answer = text.Value is { } json ? await ApplyAsync(new BotWrite { Json = json.Text, Source = name }, before) : text.Problem!;
        if (answer.Problem is { } problem)
            LogRefused(name, problem.Code, problem.Detail, string.Join("; ", problem.Fields.Select(field => $"{field.Pointer} {field.Code}: {field.Message}")));
        else
            await AppliedAsync(name, before, answer.Value!);
        // A refusal for the moment is not remembered: the next look tries again.
        if (answer.Problem is not { Kind: ProblemKind.Unavailable })
            await seen.SetAsync(name, new SeenFile(hash, answer.Value?.BotId.Value ?? before?.Bot), cancellation);
    }

    /// <summary>Changes the bot this file is known to own, else registers; a bot that this file registered in an earlier life of the data folder is changed.</summary>
    private async Task<Answer<BotView>> ApplyAsync(BotWrite write, SeenFile? before)
    {
        var manager = grains.Manager();
        if (before?.BotId is { } known)
        {
            var changed = await manager.ChangeBot(known, write);
            if (changed.Problem?.Code is not "bot.not_found") return changed;
        }

        var registered = await manager.RegisterBot(write);
        return registered.Problem?.Code is "bot.exists" && BotIdIn(write.Json) is { } taken && (await manager.GetBot(taken, effective: false)).Value?.Source == write.Source
            ? await manager.ChangeBot(taken, write)
            : registered;
    }

    private async Task AppliedAsync(string name, SeenFile? before, BotView bot)
    {
        LogApplied(name, bot.BotId, bot.Revision);
        // A file that comes back brings its bot back.
        if (before is null && (await grains.Manager().GetBotStatus(bot.BotId)).Value is { ShouldRun: false })
            await grains.Manager().StartBot(bot.BotId);
        await auditor.RecordAsync(Auditor.File, "bot.file_applied", bot.BotId, new Dictionary<string, object?> { ["file"] = name, ["revision"] = bot.Revision });
    }

    private async Task RetireAsync(string name, CancellationToken cancellation)
    {
        if (seen.Find(name)?.BotId is { } bot && (await grains.Manager().GetBot(bot, effective: false)).Value?.Source == name)
        {
            await grains.Manager().StopBot(bot);
            LogGone(name, bot);
            await auditor.RecordAsync(Auditor.File, "bot.file_gone", bot, new Dictionary<string, object?> { ["file"] = name });
        }

        await seen.ForgetAsync(name, cancellation);
    }

    private static Answer<JsonText> Text(byte[] bytes)
    {
        try
        {
            return JsonText.Read(bytes);
        }
        catch (ApiException refused)
        {
            return Problem.Invalid(refused.Problem.Code, refused.Problem.Detail, refused.Problem.Fields);
        }
    }

    private async Task TryAsync(string name, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(name, failure);
        }
    }

    private static BotId? BotIdIn(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.TryGetProperty("botId", out var id) && id.ValueKind == System.Text.Json.JsonValueKind.String)
            return BotId.TryParse(id.GetString(), out var bot) ? bot : null;
        return root.TryGetProperty("name", out var name) && name.ValueKind == System.Text.Json.JsonValueKind.String ? BotId.FromName(name.GetString()!) : null;
    }
}
