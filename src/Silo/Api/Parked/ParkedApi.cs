using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Chats;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Parked;

/// <summary><c>/bots/{botId}/parked</c>: messages that failed too often or are overdue.</summary>
public static class ParkedApi
{
    public static RouteGroupBuilder MapParkedApi(this RouteGroupBuilder api)
    {
        var parked = api.MapGroup("/bots/{botId}/parked").WithTags("Parked");
        parked.MapGet("/", List).Needs(ApiRole.Viewer).WithSummary("List what waits for an operator").Produces<ListAnswer<ParkedView>>();
        parked.MapSettle("retry", "Answer a message after all, whatever its age", retry: true);
        parked.MapSettle("drop", "Leave a message unanswered", retry: false);
        return api;
    }

    private static async Task<IResult> List(HttpContext context, IQueries queries, BotId botId, int? limit, string? after)
    {
        if (await queries.FindBotAsync(botId, context.RequestAborted) is null) return ApiProblems.BotUnknown(botId.Value).Result();
        var page = await Paging.ReadAsync(queries.ListParkedAsync(botId, after, Paging.Limit(limit), context.RequestAborted));
        return Results.Ok(page.View(ParkedView.Of));
    }

    private static void MapSettle(this RouteGroupBuilder parked, string command, string summary, bool retry) =>
        parked.MapPost("/{messageId}/" + command, async (HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long messageId) =>
            {
                if (await queries.FindParkedAsync(botId, messageId, context.RequestAborted) is not { } item) return Unknown(botId, messageId).Result();
                var answer = await grains.Girl(new ChatKey(botId, item.ChatId)).SettleParked(messageId, retry);
                return answer.Result(accepted => Results.Ok(new SendAccepted { Id = accepted.MessageId }));
            })
            .Needs(ApiRole.Operator).Audited("parked." + command).WithSummary(summary).Produces<SendAccepted>();

    private static ApiProblem Unknown(BotId bot, long message) =>
        new(StatusCodes.Status404NotFound, "message.not_parked", $"No message {message} of «{bot}» waits for an operator.");
}
