using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>May this bot write to that chat? Called under the bot's gate.</summary>
internal static class ChatAccess
{
    /// <summary>The chat, or the refusal.</summary>
    public static (Chat? Chat, BotApiError? Refusal) Write(BotCall call)
    {
        var (chat, refusal) = Read(call);
        if (chat is null)
            return (null, refusal);
        refusal = chat switch
        {
            { MigratedTo: { } newId } => BotApiError.Migrated(newId),
            { Blocked: true, Type: ChatType.Private } => BotApiError.BlockedByUser,
            { Blocked: true, Type: ChatType.Group } => BotApiError.KickedFromGroup,
            { Blocked: true } => BotApiError.KickedFromSupergroup,
            _ => null,
        };
        return (chat, refusal);
    }

    /// <summary>A chat the bot has met. A person known to the sandbox who never wrote to this bot can't be written to first.</summary>
    public static (Chat? Chat, BotApiError? Refusal) Read(BotCall call)
    {
        if (string.IsNullOrEmpty(call.Arguments.Text("chat_id")))
            return (null, BotApiError.ChatIdEmpty);
        if (call.Arguments.Number("chat_id") is not { } chatId)
            return (null, BotApiError.ChatNotFound);
        call.Entry.ChatId = chatId;
        if (call.Bot.FindChat(chatId) is { Started: true } chat)
            return (chat, null);
        var known = call.World.FindPerson(chatId);
        if (call.World.Options.AssumeChatsExist && chatId > 0)
            return (Assume(call, chatId, known), null);
        return (null, known is null ? BotApiError.ChatNotFound : BotApiError.CannotInitiate);
    }

    private static Chat Assume(BotCall call, long chatId, Person? known)
    {
        var chat = call.Bot.OpenChat(chatId, ChatType.Private);
        chat.Started = true;
        chat.Person = known ?? new Person(chatId, "Person");
        return chat;
    }
}
