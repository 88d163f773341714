using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Silo.Api.Chats;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Decisions;

/// <summary>Why a bot wrote or stayed silent, what its model saw, and what it would write in the days to come.</summary>
public static class DecisionsApi
{
    public static RouteGroupBuilder MapDecisionsApi(this RouteGroupBuilder api)
    {
        api.MapGet("/bots/{botId}/decisions", List).Needs(ApiRole.Viewer).WithTags("Decisions")
            .WithSummary("List why a bot wrote or stayed silent, newest first").Produces<ListAnswer<DecisionView>>();
        api.MapGet("/bots/{botId}/chats/{chatId}/messages/{messageId}/prompt", Prompt).Needs(ApiRole.Operator).WithTags("Decisions")
            .WithSummary("Read what the model saw for a message of the bot's, or for the one that answered a person's").Produces<PromptView>();
        api.MapGet("/bots/{botId}/preview", PreviewApi.Read).Needs(ApiRole.Viewer).WithTags("Decisions")
            .WithSummary("Look ahead: what the bot would write unasked if nobody wrote to it").Produces<PreviewView>();
        return api;
    }

    /// <param name="context">The request.</param>
    /// <param name="queries">Lists.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="chatId">Of one chat only.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    public static async Task<IResult> List(HttpContext context, IQueries queries, BotId botId, long? chatId, int? limit, string? after)
    {
        if (await queries.FindBotAsync(botId, context.RequestAborted) is null) return ApiProblems.BotUnknown(botId.Value).Result();
        ChatId? chat = chatId is { } id ? new ChatId(id) : null;
        var page = await Paging.ReadAsync(queries.ListDecisionsAsync(botId, chat, after, Paging.Limit(limit), context.RequestAborted));
        return Results.Ok(page.View(DecisionView.Of));
    }

    private static async Task<IResult> Prompt(HttpContext context, IQueries queries, BotId botId, long chatId, long messageId)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await ChatsApi.MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        if (await queries.FindMessageAsync(key, messageId, context.RequestAborted) is not { } message)
            return new ApiProblem(StatusCodes.Status404NotFound, "message.not_found", $"There is no message {messageId} in this chat.").Result();
        return await queries.FindDecisionAsync(key, message, context.RequestAborted) is { Prompt: { } prompt } decision
            && await PromptTrail.ReadAsync(prompt, turn => queries.FindPromptAsync(key, turn, context.RequestAborted)) is { } seen
            ? Results.Ok(PromptView.Of(decision, seen))
            : new ApiProblem(
                StatusCodes.Status404NotFound, "prompt.not_kept",
                "No prompt is kept for this message: no model was asked for it, or it is too old, or the bot keeps none (features.keepPrompts).").Result();
    }
}
