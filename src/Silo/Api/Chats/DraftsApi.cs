using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Idempotency;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Chats;

/// <summary><c>/bots/{botId}/chats/{chatId}/drafts</c>: what the persona wrote, and an operator's word on it.</summary>
public static class DraftsApi
{
    public static RouteGroupBuilder MapDrafts(this RouteGroupBuilder chats)
    {
        chats.MapGet("/{chatId}/drafts", List).Needs(ApiRole.Viewer).WithSummary("List what the persona wrote for an operator to look at, newest first")
            .Produces<ListAnswer<DraftView>>();
        chats.MapPost("/{chatId}/drafts/{draftId}/approve", Approve).Needs(ApiRole.Operator).Audited("draft.approve").HonoursIdempotencyKey()
            .WithSummary("Send a draft, or your own words in its place").Produces<SendAccepted>(StatusCodes.Status202Accepted);
        chats.MapPost("/{chatId}/drafts/{draftId}/reject", Reject).Needs(ApiRole.Operator).Audited("draft.reject").HonoursIdempotencyKey()
            .WithSummary("Leave a draft's messages unanswered, or have another one written").Produces(StatusCodes.Status204NoContent);
        return chats;
    }

    /// <param name="context">The request.</param>
    /// <param name="queries">Lists.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="chatId">The chat.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    public static async Task<IResult> List(HttpContext context, IQueries queries, BotId botId, long chatId, int? limit, string? after)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var page = await Paging.ReadAsync(queries.ListDraftsAsync(key, after, Paging.Limit(limit), context.RequestAborted));
        return Results.Ok(page.View(DraftView.Of));
    }

    private static async Task<IResult> Approve(HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId, long draftId, ApproveRequest? request)
    {
        if (request?.Text is { } text && MessagesApi.Refusal(text) is { } refusal) return refusal.Result();
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var answer = await grains.Girl(key).ApproveDraft(draftId, request?.Text);
        return answer.Result(accepted =>
        {
            context.AuditAs(botId, ("messageId", accepted.MessageId), ("edited", request?.Text is not null));
            return Results.Json(new SendAccepted { Id = accepted.MessageId }, statusCode: StatusCodes.Status202Accepted);
        });
    }

    private static async Task<IResult> Reject(HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId, long draftId, RejectRequest? request)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var again = request?.Again ?? false;
        context.AuditAs(botId, ("again", again));
        return (await grains.Girl(key).RejectDraft(draftId, again)).Result(_ => Results.NoContent());
    }
}

/// <summary>How a draft is sent.</summary>
public sealed record ApproveRequest
{
    /// <summary>Your own wording, 1–20,480 characters; absent: the persona's.</summary>
    public string? Text { get; init; }
}

/// <summary>What follows when a draft is not sent.</summary>
public sealed record RejectRequest
{
    /// <summary>Another one is written; otherwise the messages stay unanswered.</summary>
    public bool Again { get; init; }
}

/// <summary>What the persona wrote, and where it stands.</summary>
public sealed record DraftView
{
    /// <summary>Also the id of the decision that tells what it was made from.</summary>
    public required long Id { get; init; }

    /// <summary><c>waiting</c>, <c>approved</c>, <c>rejected</c>, <c>superseded</c> or <c>expired</c>.</summary>
    public required DraftState State { get; init; }

    /// <summary>The persona's words. What is said with the first message of a chat, that an AI answers, is put before them when they are sent.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it may be approved; null: as long as it waits.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Ids of the messages it answers; empty when nobody asked for it.</summary>
    public required long[] Answers { get; init; }

    /// <summary><c>starter</c>, <c>followUp</c> or <c>asked</c> when nobody asked for it.</summary>
    public string? Action { get; init; }

    /// <summary>The first message that was sent of it.</summary>
    public long? MessageId { get; init; }

    public static DraftView Of(DraftItem draft) => new()
    {
        Id = draft.Id,
        State = draft.State,
        Text = draft.Text,
        At = draft.At,
        ExpiresAt = draft.ExpiresAt,
        SettledAt = draft.SettledAt,
        Answers = draft.Answers,
        Action = draft.Unasked is { } kind ? AutonomyKinds.NameOf(kind) : null,
        MessageId = draft.MessageId,
    };
}
