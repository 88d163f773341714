using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Privacy;

/// <summary>All that a bot holds of a person but for the messages, which follow page by page.</summary>
[GenerateSerializer, Immutable, Alias("multibot.chat-export-head")]
public sealed record ChatExportHead
{
    [Id(0)] public required ChatKey Key { get; init; }
    [Id(1)] public required ChatListItem Chat { get; init; }

    /// <summary>What was learned, with sources and dates, as <see cref="Memory.MemoryJson"/> writes it. Empty: nothing.</summary>
    [Id(2)] public byte[] Memory { get; init; } = [];

    /// <summary>The person is on the list of those whom no bot may write to.</summary>
    [Id(3)] public bool DoNotContact { get; init; }

    /// <summary>What operators noted; their tags stand with the chat.</summary>
    [Id(4)] public string? Notes { get; init; }

    /// <summary>What is planned to be written unasked.</summary>
    [Id(5)] public ExportedPlan? Plan { get; init; }
}

/// <summary>What the bot means to write unasked.</summary>
[GenerateSerializer, Immutable, Alias("multibot.exported-plan")]
public sealed record ExportedPlan
{
    /// <summary>The name of its kind.</summary>
    [Id(0)] public required string Action { get; init; }
    [Id(1)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>What was arranged.</summary>
    [Id(2)] public string? About { get; init; }
}

/// <summary>A message as it is held, every version of it: an edit is one of its own, and names the message by the same Telegram id.</summary>
[GenerateSerializer, Immutable, Alias("multibot.held-message")]
public sealed record HeldMessage
{
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required bool Outgoing { get; init; }
    [Id(2)] public required bool IsEdit { get; init; }

    /// <summary>Telegram's own id, where it is known.</summary>
    [Id(3)] public long? SourceId { get; init; }
    [Id(4)] public MessageKind Kind { get; init; }
    [Id(5)] public required string Text { get; init; }

    /// <summary>When it was written or sent; of an edit when the message was changed.</summary>
    [Id(6)] public required DateTimeOffset At { get; init; }
    [Id(7)] public required DateTimeOffset StoredAt { get; init; }
    [Id(8)] public required Author By { get; init; }
    [Id(9)] public InboxState? Inbox { get; init; }
    [Id(10)] public OutboxState? Outbox { get; init; }
    [Id(11)] public string? Code { get; init; }

    /// <summary>The person deleted it.</summary>
    [Id(12)] public bool Deleted { get; init; }

    /// <summary>What came beside the text (a file, what it replies to, …) as JSON.</summary>
    [Id(13)] public string? Details { get; init; }
}
