using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Messages;

/// <summary>One thing Telegram told us, translated once by the session. Text is storable: no NUL, no lone surrogate.</summary>
[GenerateSerializer, Immutable, Alias("multibot.update")]
public abstract record InboundUpdate;

/// <summary>A person wrote. <see cref="SourceId"/> is Telegram's message id, unique in its chat.</summary>
[GenerateSerializer, Immutable, Alias("multibot.update.message")]
public sealed record MessageArrived : InboundUpdate
{
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required long SourceId { get; init; }
    [Id(2)] public MessageKind Kind { get; init; }
    [Id(3)] public required string Text { get; init; }

    /// <summary>When the person sent it, by Telegram's clock.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    [Id(5)] public string? SenderName { get; init; }

    /// <summary>IETF language tag of the person's Telegram client, if told.</summary>
    [Id(6)] public string? LanguageCode { get; init; }

    [Id(7)] public long? ReplyToSourceId { get; init; }

    /// <summary>What the words ask of the chat itself; decided before anything else happens with the message.</summary>
    [Id(8)] public Intent Intent { get; init; }

    /// <summary>Set when the session could not make sense of the update: the message is stored parked, with this code.</summary>
    [Id(9)] public string? Unreadable { get; init; }

    /// <summary>Null when there is nothing but kind and text.</summary>
    [Id(10)] public MessageDetails? Details { get; init; }

    /// <summary>Somebody else's words, passed on.</summary>
    [Id(11)] public bool Forwarded { get; init; }
}

/// <summary>A person edited a message. Raises the chat's version; answered messages are not answered again.</summary>
[GenerateSerializer, Immutable, Alias("multibot.update.edit")]
public sealed record MessageEdited : InboundUpdate
{
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required long SourceId { get; init; }
    [Id(2)] public MessageKind Kind { get; init; }
    [Id(3)] public required string Text { get; init; }
    [Id(4)] public required DateTimeOffset EditedAt { get; init; }

    /// <summary>As they are after the edit.</summary>
    [Id(5)] public MessageDetails? Details { get; init; }

    /// <summary>In a group: of a message that was not stored nothing is kept. Otherwise an edit may come before its message.</summary>
    [Id(6)] public bool OnlyIfKnown { get; init; }
}

/// <summary>
/// The account's owner wrote in a private chat, on another device, or edited there what stands in it. Told by sessions of user accounts only. What the
/// session sent itself comes back to it as well: that is settled first (by its random id, or by the source id of the row that was
/// <c>sending</c>), and is not reported as this. The store looks once more: a new message with the source id of a row of ours is none of the owner's.
/// Kept as an operator's words are; a new one, unlike an edit, may silence the persona for a while (<see cref="Chats.OwnerTakeOver"/>).
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.update.owner-wrote")]
public sealed record OwnerWrote : InboundUpdate
{
    /// <summary>With whom. The chat of the account with itself is no chat of the bot's, and not reported.</summary>
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required long SourceId { get; init; }
    [Id(2)] public MessageKind Kind { get; init; }
    [Id(3)] public required string Text { get; init; }

    /// <summary>When the owner sent it, by Telegram's clock.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>Null: a new message. Otherwise the message as it is since then; of one that is not stored nothing is kept.</summary>
    [Id(5)] public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Null when there is nothing but kind and text.</summary>
    [Id(6)] public MessageDetails? Details { get; init; }
}

/// <summary>Messages disappeared. Without a chat (user accounts) they resolve through (bot, source id).</summary>
[GenerateSerializer, Immutable, Alias("multibot.update.delete")]
public sealed record MessagesDeleted : InboundUpdate
{
    [Id(0)] public ChatId? Chat { get; init; }
    [Id(1)] public required long[] SourceIds { get; init; }
}

/// <summary>The person blocked or unblocked the bot (my_chat_member).</summary>
[GenerateSerializer, Immutable, Alias("multibot.update.membership")]
public sealed record ContactMembership : InboundUpdate
{
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required bool Blocked { get; init; }
}

/// <summary>
/// Somebody wants to hear nothing more from the bot, and said so in a group: it holds for them, there and in private. Takes effect with the message
/// that says so, which is stored in the same transaction; not when that was stored before.
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.update.opted-out")]
public sealed record AuthorOptedOut : InboundUpdate
{
    /// <summary>Their private chat, whether there is one or not.</summary>
    [Id(0)] public required ChatId Chat { get; init; }

    /// <summary>The message, and the group that it is in.</summary>
    [Id(1)] public required ChatId Group { get; init; }
    [Id(2)] public required long SourceId { get; init; }
}

/// <summary>A group became a supergroup, which has another id and counts its messages anew. Never stored as it is: <see cref="Groups.GroupMoves"/>.</summary>
[GenerateSerializer, Immutable, Alias("multibot.update.group-moved")]
public sealed record GroupMoved : InboundUpdate
{
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required ChatId To { get; init; }
}

/// <summary>What a message asks of the chat itself, beside being answered.</summary>
public enum Intent : byte
{
    None = 0,
    OptOut = 1,
    OptIn = 2,

    /// <summary>A command of the bot's admin, in the admin's chat: for the system, whatever else the words may mean.</summary>
    Command = 3,

    /// <summary>What is kept and how to get rid of it: answered by the system, not by the persona.</summary>
    Privacy = 4,

    /// <summary>In a group: its author has opted out (<see cref="AuthorOptedOut"/>). The system says that this was heard.</summary>
    AuthorOptOut = 5,
}

/// <summary>What one poll brought, with the cursor to store beside it. Told to Telegram only after the commit.</summary>
[GenerateSerializer, Immutable, Alias("multibot.update-batch")]
public sealed record UpdateBatch
{
    /// <summary>The offset of the next poll: the highest update id seen, plus one.</summary>
    [Id(0)] public required long Cursor { get; init; }

    [Id(1)] public required InboundUpdate[] Updates { get; init; }

    /// <summary>When the poll was answered, by the silo's clock: where the traces of its messages begin. Null: not told.</summary>
    [Id(2)] public DateTimeOffset? ArrivedAt { get; init; }
}
