using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Keys;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Privacy;

/// <summary>What a person may ask of a bot: a copy of what it holds of them, and that all of it goes.</summary>
public static class PersonApi
{
    private const string Json = "application/json";

    public static RouteGroupBuilder MapPersonApi(this RouteGroupBuilder api)
    {
        var chats = api.MapGroup("/bots/{botId}/chats").WithTags("Privacy");
        chats.MapDelete("/{chatId}", Erase).Needs(ApiRole.Admin).Audited("chat.erase").WithSummary("Erase a person: all that the bot holds of the chat").Produces<ErasedView>();
        chats.MapGet("/{chatId}/export", Export).Needs(ApiRole.Viewer).Audited("chat.export").WithSummary("All that is held of a person, as one JSON document")
            .Produces<object>(contentType: Json);
        return api;
    }

    /// <summary>No look at the lists first: what came before its message, an edit or a profile, is erased as well.</summary>
    private static async Task<IResult> Erase(IGrainFactory grains, BotId botId, long chatId) =>
        (await grains.Girl(new ChatKey(botId, new ChatId(chatId))).Erase()).Result(erased => Results.Ok(ErasedView.Of(erased)));

    private static async Task<IResult> Export(IGrainFactory grains, TimeProvider time, BotId botId, long chatId)
    {
        var answer = await grains.Privacy().BeginExport(new ChatKey(botId, new ChatId(chatId)));
        return answer.Result(head => Results.Stream(
            to => grains.Privacy().WriteAsync(to, head, time.GetUtcNow(), CancellationToken.None), Json, $"{botId}-{chatId}.json"));
    }
}

/// <summary>A person is erased.</summary>
public sealed record ErasedView
{
    /// <summary>Messages of ours that were waiting and will not be sent.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Messages of ours that were leaving already: the person may still get them.</summary>
    public required int StillSending { get; init; }

    public static ErasedView Of(ChatErased erased) => new() { Cancelled = erased.Cancelled, StillSending = erased.StillSending };
}
