using System.Text.Json;
using MultiBot.Client.Output;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Client.Chats;

/// <summary>A chat as REST shows it; what the bot learned of the person stays null until the cluster tells it to clients.</summary>
internal sealed record ChatJson
{
    public required long ChatId { get; init; }
    public string? Name { get; init; }
    public required ChatMode Mode { get; init; }
    public DateTimeOffset? HumanUntil { get; init; }
    public long MessageCount { get; init; }
    public DateTimeOffset? LastActivityAt { get; init; }
    public JsonElement? Profile { get; init; }
    public string? Summary { get; init; }
    public string? Language { get; init; }
    public string? TimeZone { get; init; }
    public string[] Tags { get; init; } = [];
    public bool? Approval { get; init; }
    public string? Notes { get; init; }

    public static ChatJson Of(ChatListItem chat) => new()
    {
        ChatId = chat.ChatId.Value,
        Name = chat.Name,
        Mode = chat.Mode,
        HumanUntil = chat.HumanUntil,
        MessageCount = chat.MessageCount,
        LastActivityAt = chat.LastActivityAt,
        Language = chat.Language,
        Tags = chat.Tags,
        Approval = chat.Approval,
    };
}

/// <summary>A chat with its last messages, oldest first.</summary>
internal sealed record ChatWithMessagesJson(ChatJson Chat, PageJson<MessageJson> Messages);

internal sealed record MessageJson
{
    public required long Id { get; init; }
    public required string Direction { get; init; }
    public required MessageKind Kind { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? State { get; init; }
    public required Author By { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    public bool Deleted { get; init; }
    public string? Code { get; init; }
    public int Attempts { get; init; }

    public static MessageJson Of(MessageItem message) => new()
    {
        Id = message.Id,
        Direction = message.Outgoing ? "out" : "in",
        Kind = message.Kind,
        Text = message.Text,
        At = message.At,
        State = StateOf(message),
        By = message.By,
        EditedAt = message.EditedAt,
        Deleted = message.Deleted,
        Code = message.Code,
        Attempts = message.Attempts,
    };

    /// <summary>One word for both directions. A message put back by an operator waits for its answer like a new one.</summary>
    public static string? StateOf(MessageItem message) => message switch
    {
        { Outgoing: true, Outbox: { } outbox } => Json.Word(outbox),
        { Inbox: InboxState.ByWatermark or InboxState.Requeued } => Json.Word(InboxState.Received),
        { Inbox: { } inbox } => Json.Word(inbox),
        _ => null,
    };
}

internal sealed record ModeJson(long ChatId, ChatMode Mode, int Cancelled, int StillSending)
{
    public static ModeJson Of(ChatId chat, ChatModeChanged changed) => new(chat.Value, changed.Mode, changed.Cancelled, changed.StillSending);
}

internal sealed record AcceptedJson(long Id);

internal sealed record EditedJson(long Revision);

/// <summary>When the persona was asked to write.</summary>
internal sealed record AskedJson(DateTimeOffset At);
