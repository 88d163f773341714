using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A batch of updates as the receiving step takes it, and what it answers.</summary>
internal static class ReceiveJson
{
    /// <summary>Deletions that name no chat are of none here: they may meet another slice of the chat, which only its lock orders.</summary>
    public static IEnumerable<ChatId> ChatsOf(InboundUpdate update) => update switch
    {
        MessageArrived message => [message.Chat],
        MessageEdited edit => [edit.Chat],
        MessagesDeleted { Chat: { } chat } => [chat],
        MessagesDeleted => [],
        OwnerWrote owner => [owner.Chat],
        AuthorOptedOut author => [author.Chat],
        ContactMembership membership => [membership.Chat],
        _ => throw new ArgumentException($"The store knows no update {update.GetType().Name}.", nameof(update)),
    };

    public static string TextOf(InboundUpdate update) => update switch
    {
        MessageArrived message => message.Text,
        MessageEdited edit => edit.Text,
        OwnerWrote owner => owner.Text,
        _ => "",
    };

    /// <summary>What the system answers by itself. Null: nothing.</summary>
    public static string? AnswerTo(InboundUpdate update, SystemAnswers? answers) => update is MessageArrived message ? answers?.To(message) : null;

    /// <summary>In a group an answer shows to whom.</summary>
    public static long? TargetOf(InboundUpdate update) => update is MessageArrived { Chat.IsGroup: true } message ? message.SourceId : null;

    public static MessageDetails? DetailsOf(InboundUpdate update) => update switch
    {
        MessageArrived message => message.Details,
        MessageEdited edit => edit.Details,
        OwnerWrote owner => owner.Details,
        _ => null,
    };

    /// <param name="bot">Whose.</param>
    /// <param name="batch">What came.</param>
    /// <param name="people">Names persons.</param>
    /// <param name="data">The text of each update.</param>
    /// <param name="answers">What the system says to each.</param>
    /// <param name="ownerTakesOver">How long an owner who writes keeps the persona silent.</param>
    public static string Describe(BotId bot, UpdateBatch batch, PersonHashes people, byte[][] data, byte[]?[] answers, TimeSpan ownerTakesOver) => new JsonObject
    {
        ["is"] = "receive",
        ["cursor"] = batch.Cursor,
        ["updates"] = new JsonArray([.. batch.Updates.Select((update, index) => Named(Describe(update, data[index], answers[index]), bot, people))]),
        ["commands"] = new JsonObject
        {
            ["optOut"] = ModeJson.Command(ModeCommand.OptOut),
            ["optIn"] = ModeJson.Command(ModeCommand.OptIn),
            ["block"] = ModeJson.Command(ModeCommand.Block),
            ["unblock"] = ModeJson.Command(ModeCommand.Unblock),
            ["ownerWrote"] = ModeJson.Command(ModeCommand.OwnerWrote),
        },
        ["ownerTakesOver"] = ownerTakesOver.ToMicros(),
    }.ToJsonString();

    public static Received Read(JsonElement step, BotId bot, MessageCodec codec) => new()
    {
        Stored = step.GetProperty("stored").GetInt32(),
        Chats = [.. step.GetProperty("chats").EnumerateArray().Select(chat => ReadChat(chat, bot, codec))],
    };

    /// <summary>With whom its chat would be known by, had they been erased.</summary>
    private static JsonObject Named(JsonObject update, BotId bot, PersonHashes people)
    {
        if (update["chat"] is { } chat) update["person"] = PersonJson.Of(people, bot, new ChatId(chat.GetValue<long>()));
        return update;
    }

    private static JsonObject Describe(InboundUpdate update, byte[] data, byte[]? answer)
    {
        switch (update)
        {
            case MessageArrived message:
                return Describe(message, data, answer);
            case MessageEdited edit:
                var edited = new JsonObject
                {
                    ["is"] = "edit", ["chat"] = edit.Chat.Value, ["source"] = edit.SourceId, ["kind"] = (int)edit.Kind,
                    ["at"] = edit.EditedAt.ToMicros(), ["data"] = Convert.ToHexStringLower(data),
                };
                if (edit.OnlyIfKnown) edited["known"] = true;
                return edited;
            case MessagesDeleted deletion:
                var deleted = new JsonObject { ["is"] = "delete", ["sources"] = new JsonArray([.. deletion.SourceIds.Select(id => (JsonNode)id)]) };
                if (deletion.Chat is { } chat) deleted["chat"] = chat.Value;
                return deleted;
            case OwnerWrote owner:
                return Describe(owner, data);
            case AuthorOptedOut author:
                return new JsonObject { ["is"] = "member", ["chat"] = author.Chat.Value, ["command"] = "optOut", ["in"] = author.Group.Value, ["said"] = author.SourceId };
            case ContactMembership membership:
                return new JsonObject { ["is"] = "member", ["chat"] = membership.Chat.Value, ["command"] = membership.Blocked ? "block" : "unblock" };
            default:
                throw new ArgumentException($"The store knows no update {update.GetType().Name}.", nameof(update));
        }
    }

    private static JsonObject Describe(MessageArrived message, byte[] data, byte[]? answer)
    {
        var json = new JsonObject
        {
            ["is"] = "message", ["chat"] = message.Chat.Value, ["source"] = message.SourceId, ["kind"] = (int)message.Kind,
            ["replyTo"] = message.ReplyToSourceId, ["at"] = message.At.ToMicros(), ["data"] = Convert.ToHexStringLower(data),
            ["name"] = Clean(message.SenderName), ["language"] = Clean(message.LanguageCode),
        };
        if (message.Unreadable is { } code) json["unreadable"] = code;
        else if (message.Intent is Intent.Command) json["admin"] = true;
        else if (message.Intent is Intent.OptOut) json["command"] = "optOut";
        else if (message.Intent is Intent.OptIn) json["intent"] = "optIn";
        else if (message.Intent is Intent.Privacy or Intent.AuthorOptOut && answer is not null) json["intent"] = "privacy";
        if (answer is not null) json["answer"] = Convert.ToHexStringLower(answer);
        return json;
    }

    private static JsonObject Describe(OwnerWrote owner, byte[] data)
    {
        var json = new JsonObject
        {
            ["is"] = "owner", ["chat"] = owner.Chat.Value, ["source"] = owner.SourceId, ["kind"] = (int)owner.Kind, ["at"] = owner.At.ToMicros(),
            ["data"] = Convert.ToHexStringLower(data),
        };
        if (owner.EditedAt is { } edited) json["edited"] = edited.ToMicros();
        return json;
    }

    private static string? Clean(string? text) => text is null ? null : StorableText.Clean(text);

    private static ChatAdvance ReadChat(JsonElement chat, BotId bot, MessageCodec codec) => new()
    {
        Chat = new ChatId(chat.GetProperty("chat").GetInt64()),
        FromVersion = chat.GetProperty("from").GetInt64(),
        Version = chat.GetProperty("version").GetInt64(),
        Reload = chat.GetProperty("reload").GetBoolean(),
        ContactName = chat.GetProperty("name").GetString(),
        LanguageCode = chat.GetProperty("language").GetString(),
        Messages = [.. chat.GetProperty("messages").EnumerateArray().Select(message => ReadMessage(message, bot, codec))],
    };

    private static InboxMessage ReadMessage(JsonElement message, BotId bot, MessageCodec codec)
    {
        var (text, details) = codec.Read(bot, Convert.FromHexString(message.GetProperty("data").GetString()!));
        return new InboxMessage
        {
            Id = message.GetProperty("id").GetInt64(),
            SourceId = message.GetProperty("source").GetInt64(),
            Kind = (MessageKind)message.GetProperty("kind").GetInt32(),
            Text = text,
            At = StoreTime.FromMicros(message.GetProperty("at").GetInt64()),
            StoredAt = StoreTime.FromMicros(message.GetProperty("storedAt").GetInt64()),
            Requeued = message.GetProperty("requeued").GetBoolean(),
            Details = details,
            Command = message.GetProperty("admin").GetBoolean(),
        };
    }
}
