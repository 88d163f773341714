using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Idempotency;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Chats;

/// <summary><c>/bots/{botId}/chats/{chatId}/messages</c>: what was said, and saying something as the operator.</summary>
public static class MessagesApi
{
    public static RouteGroupBuilder MapMessages(this RouteGroupBuilder chats)
    {
        chats.MapGet("/{chatId}/messages", List).Needs(ApiRole.Viewer).WithSummary("Read a chat's messages").Produces<ListAnswer<MessageView>>();
        chats.MapPost("/{chatId}/messages", Send).Needs(ApiRole.Operator).Audited("message.send").HonoursIdempotencyKey()
            .WithSummary("Send as the operator").Produces<SendAccepted>(StatusCodes.Status202Accepted);
        return chats;
    }

    /// <param name="context">The request.</param>
    /// <param name="queries">Lists.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="chatId">The chat.</param>
    /// <param name="order"><c>asc</c> (oldest first) or <c>desc</c>, which holds when absent.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    public static async Task<IResult> List(HttpContext context, IQueries queries, BotId botId, long chatId, string? order, int? limit, string? after)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        var newestFirst = order switch
        {
            null or "desc" => true,
            "asc" => false,
            _ => throw new ApiException(ApiProblems.Parameter("order", "must be asc or desc.")),
        };
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var page = await Paging.ReadAsync(queries.ListMessagesAsync(key, after, Paging.Limit(limit), newestFirst, context.RequestAborted));
        return Results.Ok(page.View(MessageView.Of));
    }

    private static async Task<IResult> Send(HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId, SendRequest request)
    {
        if (Refusal(request.Text) is { } refusal) return refusal.Result();
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var answer = await grains.Girl(key).Send(request.Text);
        return answer.Result(accepted =>
        {
            context.AuditAs(botId, ("messageId", accepted.MessageId));
            return Results.Json(new SendAccepted { Id = accepted.MessageId }, statusCode: StatusCodes.Status202Accepted);
        });
    }

    internal static ApiProblem? Refusal(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => RequestProblems.Field(new FieldError("/text", "message.empty", "There is nothing to send.")),
        _ when text.Contains('\0', StringComparison.Ordinal) =>
            RequestProblems.Field(new FieldError("/text", "message.unstorable", "A NUL character can't be sent or stored.")),
        _ => null,
    };
}
