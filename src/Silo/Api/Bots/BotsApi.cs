using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Docs;
using MultiBot.Silo.Api.Idempotency;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Bots;

/// <summary><c>/api/v1/bots</c>: the registry.</summary>
public static class BotsApi
{
    public static RouteGroupBuilder MapBotsApi(this RouteGroupBuilder api)
    {
        var bots = api.MapGroup("/bots").WithTags("Bots");
        bots.MapGet("/", List).Needs(ApiRole.Viewer).WithSummary("List bots").Produces<ListAnswer<BotItem>>();
        bots.MapPost("/", BotRegistry.Register).Needs(ApiRole.Admin).Audited("bot.register").HonoursIdempotencyKey()
            .WithSummary("Register a bot and start it").TakesBot().Produces<BotConfig>(StatusCodes.Status201Created);
        bots.MapGet("/{botId}", BotRegistry.Get).Needs(ApiRole.Viewer)
            .WithSummary("Read a bot's configuration, secrets masked").Produces<BotConfig>();
        bots.MapPut("/{botId}", BotRegistry.Replace).Needs(ApiRole.Admin).Audited("bot.replace")
            .WithSummary("Replace a bot's configuration, applied live").TakesBot().Produces<BotConfig>();
        bots.MapPatch("/{botId}", BotRegistry.Patch).Needs(ApiRole.Admin).Audited("bot.patch")
            .WithSummary("Change parts of a configuration (RFC 7396), applied live").TakesMergePatch().Produces<BotConfig>();
        bots.MapDelete("/{botId}", BotRegistry.Remove).Needs(ApiRole.Admin).Audited("bot.remove")
            .WithSummary("Remove a bot; with erase its data too").Produces(StatusCodes.Status204NoContent);
        bots.MapBotLifecycle();
        api.MapBotBatch();
        return api;
    }

    /// <param name="context">The request.</param>
    /// <param name="queries">Lists.</param>
    /// <param name="tag">Only bots with this tag.</param>
    /// <param name="status">Only bots in this status.</param>
    /// <param name="q">Part of id or name, any case.</param>
    /// <param name="sort"><c>botId</c>, <c>name</c> or <c>-updatedAt</c>.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    public static async Task<IResult> List(
        HttpContext context, IQueries queries, string? tag, string? status, string? q, string? sort, int? limit, string? after)
    {
        var query = new BotQuery
        {
            Tag = tag,
            Status = StatusOf(status),
            Text = q,
            Sort = SortOf(sort),
            After = after,
            Limit = Paging.Limit(limit),
            Among = context.Caller().Among(null),
        };
        var page = await Paging.ReadAsync(queries.ListBotsAsync(query, context.RequestAborted));
        return Results.Ok(page.View(BotItem.Of));
    }

    private static BotStatus? StatusOf(string? text) => text switch
    {
        null => null,
        _ when Enum.TryParse<BotStatus>(text, ignoreCase: true, out var status) && !char.IsDigit(text.FirstOrDefault()) => status,
        _ => throw new ApiException(ApiProblems.Parameter("status", $"must be one of {string.Join(", ", Enum.GetNames<BotStatus>())}.")),
    };

    private static string? SortOf(string? text) =>
        text is null or "botId" or "name" or "-updatedAt"
            ? text
            : throw new ApiException(ApiProblems.Parameter("sort", "must be botId, name or -updatedAt."));
}
