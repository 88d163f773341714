using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Docs;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Chats;

/// <summary><c>/bots/{botId}/chats</c>: who the bot talks to, and who speaks for it.</summary>
public static class ChatsApi
{
    public static RouteGroupBuilder MapChatsApi(this RouteGroupBuilder api)
    {
        var chats = api.MapGroup("/bots/{botId}/chats").WithTags("Chats");
        chats.MapGet("/", List).Needs(ApiRole.Viewer).WithSummary("List a bot's chats").Produces<ListAnswer<ChatView>>();
        chats.MapGet("/{chatId}", Get).Needs(ApiRole.Viewer).WithSummary("Read a chat").Produces<ChatView>();
        chats.MapPut("/{chatId}", Edit).Needs(ApiRole.Operator).Audited("chat.edit")
            .WithSummary("Change what is kept of the person: name, tags, notes, language, time zone, facts; and whether their answers are approved first").TakesContact().Produces<ChatView>();
        chats.MapCommand("takeover", "A human takes over; the persona is silent", chat => chat.TakeOver());
        chats.MapCommand("handback", "The persona takes over again; what was said meanwhile is not answered", chat => chat.HandBack());
        chats.MapCommand("pause", "The persona pauses", chat => chat.Pause());
        chats.MapCommand("resume", "The persona goes on, and answers what arrived meanwhile", chat => chat.Resume());
        chats.MapPost("/{chatId}/start", Start).Needs(ApiRole.Operator).Audited("chat.start")
            .WithSummary("Have the persona write first, now").Produces<StartAccepted>(StatusCodes.Status202Accepted);
        chats.MapMessages();
        chats.MapDrafts();
        return api;
    }

    /// <summary>A command must not make a chat that nobody ever opened.</summary>
    public static async Task<ApiProblem?> MissingAsync(IQueries queries, ChatKey key, CancellationToken cancellation)
    {
        if (await queries.FindChatAsync(key, cancellation) is not null) return null;
        return await queries.FindBotAsync(key.Bot, cancellation) is null
            ? ApiProblems.BotUnknown(key.Bot.Value)
            : new ApiProblem(StatusCodes.Status404NotFound, "chat.not_found", $"The bot «{key.Bot}» has no chat {key.Chat}.");
    }

    private static void MapCommand(this RouteGroupBuilder chats, string command, string summary, Func<IGirlGrain, Task<Answer<ChatModeChanged>>> carryOut) =>
        chats.MapPost("/{chatId}/" + command, async (HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId) =>
            {
                var key = new ChatKey(botId, new ChatId(chatId));
                if (await MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
                return (await carryOut(grains.Girl(key))).Result(changed => Results.Ok(ModeView.Of(changed)));
            })
            .Needs(ApiRole.Operator).Audited("chat." + command).WithSummary(summary).Produces<ModeView>();

    private static async Task<IResult> Start(HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        return (await grains.Girl(key).StartTalk()).Result(asked => Results.Json(new StartAccepted { At = asked.At }, statusCode: StatusCodes.Status202Accepted));
    }

    private static async Task<IResult> List(HttpContext context, IQueries queries, BotId botId, string? tag, int? limit, string? after)
    {
        if (await queries.FindBotAsync(botId, context.RequestAborted) is null) return ApiProblems.BotUnknown(botId.Value).Result();
        var page = await Paging.ReadAsync(queries.ListChatsAsync(botId, tag, after, Paging.Limit(limit), context.RequestAborted));
        var contacts = await queries.ReadContactsAsync(botId, [.. page.Items.Select(chat => chat.ChatId)], context.RequestAborted);
        return Results.Ok(page.View(chat => ChatView.Of(chat, contacts.GetValueOrDefault(chat.ChatId, StoredContact.None))));
    }

    private static async Task<IResult> Get(HttpContext context, IQueries queries, BotId botId, long chatId)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        // The revision first: what is read after it is as new, or a change with it fails.
        var contact = await queries.ReadContactAsync(key, context.RequestAborted);
        if (await queries.FindChatAsync(key, context.RequestAborted) is not { } chat)
            return (await MissingAsync(queries, key, context.RequestAborted) ?? ApiProblems.NothingHere).Result();

        context.SetRevision(contact.Memory.Revision);
        return Results.Ok(ChatView.Of(chat, contact));
    }

    private static async Task<IResult> Edit(HttpContext context, IGrainFactory grains, IQueries queries, BotId botId, long chatId, JsonText body)
    {
        var key = new ChatKey(botId, new ChatId(chatId));
        if (await MissingAsync(queries, key, context.RequestAborted) is { } missing) return missing.Result();
        var answer = await grains.Girl(key).EditContact(body.Text, Revisions.Expected(context.Request));
        return answer.Problem is null ? await Get(context, queries, botId, chatId) : answer.Result(_ => Results.NoContent());
    }
}
