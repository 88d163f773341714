using System.Text.Json.Serialization;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Silo.Api.Chats;

/// <summary>A chat. Profile, summary and time zone are what the bot has learned of the person; null until then.</summary>
public sealed record ChatView
{
    public required long ChatId { get; init; }

    /// <summary><c>private</c> or <c>group</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A group's is its title.</summary>
    public string? Name { get; init; }

    /// <summary><c>persona</c>, <c>human</c>, <c>paused</c>, <c>optedOut</c> or <c>blocked</c>.</summary>
    public required ChatMode Mode { get; init; }

    /// <summary>When the persona speaks again by itself: the account's owner has typed on another device. Null: a human who has the chat hands it back.</summary>
    public DateTimeOffset? HumanUntil { get; init; }
    public required long MessageCount { get; init; }
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>Facts by topic, in the order in which they were learned.</summary>
    public IReadOnlyDictionary<string, FactView[]>? Profile { get; init; }
    public string? Summary { get; init; }
    public string? Language { get; init; }
    public string? TimeZone { get; init; }

    /// <summary>An operator's, as are the notes. No model reads them.</summary>
    public string[] Tags { get; init; } = [];

    /// <summary>Whether an operator looks at what the persona writes here before it is sent; null: as the bot has it (<c>features.approval</c>).</summary>
    public bool? Approval { get; init; }

    public string? Notes { get; init; }

    private static ChatView Of(ChatListItem chat) => new()
    {
        ChatId = chat.ChatId.Value,
        Kind = chat.ChatId.IsGroup ? "group" : "private",
        Name = chat.Name,
        Mode = chat.Mode,
        HumanUntil = chat.HumanUntil,
        MessageCount = chat.MessageCount,
        LastActivityAt = chat.LastActivityAt,
        Language = chat.Language,
        Tags = chat.Tags,
        Approval = chat.Approval,
    };

    public static ChatView Of(ChatListItem chat, StoredContact contact) => Of(chat, contact.Memory.Memory) with { Tags = contact.Tags, Notes = contact.Notes };

    private static ChatView Of(ChatListItem chat, ContactMemory memory) => Of(chat) with
    {
        Profile = memory.Facts.IsEmpty ? null : memory.Facts.GroupBy(fact => fact.Topic).ToDictionary(topic => topic.Key, topic => topic.Select(FactView.Of).ToArray()),
        Summary = memory.Summary,
        Language = memory.Language?.Value ?? chat.Language,
        TimeZone = memory.TimeZone?.Value,
    };
}

/// <summary>Something that is known of a person.</summary>
public sealed record FactView
{
    public required string Text { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>When something newer contradicted it; null: it holds.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary><c>client</c>, <c>analysis</c>, <c>operator</c>, <c>import</c> or <c>tool</c>.</summary>
    public required MemorySource Source { get; init; }

    public static FactView Of(Fact fact) => new() { Text = fact.Text, Since = fact.Since, Until = fact.Until, Source = fact.Source };
}

/// <summary>A chat after an operator's command.</summary>
public sealed record ModeView
{
    public required ChatMode Mode { get; init; }

    /// <summary>Messages of ours that were waiting and will not be sent.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Messages of ours that were leaving already: the person may still get them.</summary>
    public required int StillSending { get; init; }

    public static ModeView Of(ChatModeChanged changed) =>
        new() { Mode = changed.Mode, Cancelled = changed.Cancelled, StillSending = changed.StillSending };
}

/// <summary>One message, in or out.</summary>
public sealed record MessageView
{
    public required long Id { get; init; }

    /// <summary><c>in</c> or <c>out</c>.</summary>
    public required string Direction { get; init; }
    public required MessageKind Kind { get; init; }
    public required string Text { get; init; }

    /// <summary>What was said in a voice message, as a speech model heard it. Absent: nobody listened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Transcript { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>In: received, answered, ignored, parked, overdue. Out: pending, sending, sent, uncertain, rejected, cancelled.</summary>
    public required string State { get; init; }

    /// <summary><c>persona</c>, <c>operator</c> or <c>contact</c>.</summary>
    public required Author By { get; init; }

    /// <summary>In a group: who wrote it.</summary>
    public SenderView? Sender { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    public required bool Deleted { get; init; }

    /// <summary>Why it stands as it stands: a code of docs/errors.md.</summary>
    public string? Code { get; init; }
    public required int Attempts { get; init; }

    public static MessageView Of(MessageItem message) => new()
    {
        Id = message.Id,
        Direction = message.Outgoing ? "out" : "in",
        Kind = message.Kind,
        Text = message.Text,
        Transcript = message.Transcript,
        At = message.At,
        State = message.Outgoing ? StateOf(message.Outbox) : StateOf(message.Inbox),
        By = message.By,
        Sender = message.AuthorId is { } author ? new SenderView { Id = author, Name = message.AuthorName } : null,
        EditedAt = message.EditedAt,
        Deleted = message.Deleted,
        Code = message.Code,
        Attempts = message.Attempts,
    };

    private static string StateOf(OutboxState? state) => state switch
    {
        OutboxState.Sending => "sending",
        OutboxState.Sent => "sent",
        OutboxState.Uncertain => "uncertain",
        OutboxState.Rejected => "rejected",
        OutboxState.Cancelled => "cancelled",
        _ => "pending",
    };

    /// <summary>What was put back by an operator waits for its answer like any other.</summary>
    private static string StateOf(InboxState? state) => state switch
    {
        InboxState.Answered => "answered",
        InboxState.Ignored => "ignored",
        InboxState.Parked => "parked",
        InboxState.Overdue => "overdue",
        _ => "received",
    };
}

/// <summary>One of the people of a group.</summary>
public sealed record SenderView
{
    /// <summary>Their id on Telegram; negative: somebody who writes in the name of the group, or of a channel.</summary>
    public required long Id { get; init; }
    public string? Name { get; init; }
}

/// <summary>A message that waits for an operator, and the chat it is in.</summary>
public sealed record ParkedView
{
    public required long ChatId { get; init; }
    public required MessageView Message { get; init; }

    public static ParkedView Of(ParkedItem item) => new() { ChatId = item.ChatId.Value, Message = MessageView.Of(item.Message) };
}

/// <summary>What an operator says.</summary>
public sealed record SendRequest
{
    /// <summary>1–20,480 characters; long texts are split at the ends of sentences.</summary>
    public required string Text { get; init; }
}

/// <summary>The message is stored and will be sent; its first row.</summary>
public sealed record SendAccepted
{
    public required long Id { get; init; }
}

/// <summary>The persona was asked to write. Whether it did, and why not, is told by <c>GET /bots/{botId}/decisions</c>.</summary>
public sealed record StartAccepted
{
    public required DateTimeOffset At { get; init; }
}
