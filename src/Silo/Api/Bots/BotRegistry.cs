using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Discovery;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Bots;

/// <summary>Registers, reads, changes and removes bots through the manager.</summary>
public static class BotRegistry
{
    public static async Task<IResult> Register(HttpContext context, IGrainFactory grains, JsonText body, bool? removeWebhook)
    {
        if (!context.Caller().SeesAllBots && (IdIn(body) is not { } asked || !context.Caller().MayTouch(asked)))
            return ApiProblems.Forbidden.Result();

        var answer = await grains.Manager().RegisterBot(new BotWrite { Json = body.Text, RemoveWebhook = removeWebhook ?? false });
        return answer.Result(bot =>
        {
            context.AuditAs(bot.BotId, ("revision", bot.Revision));
            context.SetRevision(bot.Revision);
            context.Response.Headers.Location = $"/api/v1/bots/{bot.BotId}";
            return Json(bot, StatusCodes.Status201Created);
        });
    }

    /// <param name="context">The request.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="effective">With template and defaults filled in.</param>
    public static async Task<IResult> Get(HttpContext context, IGrainFactory grains, BotId botId, bool? effective) =>
        Show(context, await grains.Manager().GetBot(botId, effective ?? false));

    public static Task<IResult> Replace(HttpContext context, IGrainFactory grains, BotId botId, JsonText body, bool? removeWebhook) =>
        Change(context, grains, botId, new BotWrite { Json = body.Text, RemoveWebhook = removeWebhook ?? false });

    public static Task<IResult> Patch(HttpContext context, IGrainFactory grains, BotId botId, JsonText body, bool? removeWebhook) =>
        Change(context, grains, botId, new BotWrite { Json = body.Text, Merge = true, RemoveWebhook = removeWebhook ?? false });

    /// <param name="context">The request.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="files">Discovery.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="erase">Its messages, profiles and configuration too; without it the id stays reserved.</param>
    public static async Task<IResult> Remove(HttpContext context, IGrainFactory grains, BotFiles files, BotId botId, bool? erase)
    {
        if ((await grains.Manager().GetBot(botId, effective: false)).Value is { } bot)
        {
            if (bot.Source is { } file && files.Holds(file)) return OwnedByFile(botId, file).Result();
            if (Revisions.Expected(context.Request) is { } expected && bot.Revision != expected) return ApiProblems.Stale.Result();
        }

        var answer = await grains.Manager().RemoveBot(botId, erase ?? false);
        context.AuditAs(botId, ("erase", erase ?? false));
        return answer.Result(_ => Results.NoContent());
    }

    public static ApiProblem OwnedByFile(BotId bot, string file) =>
        new(StatusCodes.Status409Conflict, "bot.owned_by_file", $"The bot «{bot}» belongs to the file {file} in the bots folder: change or remove that file.");

    private static async Task<IResult> Change(HttpContext context, IGrainFactory grains, BotId bot, BotWrite write) =>
        Show(context, await grains.Manager().ChangeBot(bot, write with { ExpectedRevision = Revisions.Expected(context.Request) }));

    private static IResult Show(HttpContext context, Domain.Problems.Answer<BotView> answer) => answer.Result(bot =>
    {
        context.SetRevision(bot.Revision);
        return Json(bot, StatusCodes.Status200OK);
    });

    private static IResult Json(BotView bot, int status) => Results.Text(bot.Json, "application/json", Encoding.UTF8, status);

    private static BotId? IdIn(JsonText body)
    {
        using var document = JsonDocument.Parse(body.Text);
        return document.RootElement.TryGetProperty("botId", out var id) && id.ValueKind == JsonValueKind.String && BotId.TryParse(id.GetString(), out var bot)
            ? bot
            : null;
    }
}
