using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Chats;

/// <summary>A chat as the store holds it, read in one view.</summary>
public sealed record ChatSnapshot
{
    public required ChatKey Key { get; init; }
    public long Version { get; init; }
    public long Turn { get; init; }
    public ChatMode Mode { get; init; }

    /// <summary>When the persona speaks again by itself; null: a human hands the chat back, or none has it.</summary>
    public DateTimeOffset? HumanUntil { get; init; }
    public long AnsweredUpTo { get; init; }

    /// <summary>The person has been told that an AI answers.</summary>
    public bool Disclosed { get; init; }

    /// <summary>The person was erased and has not come back: there is no chat, only the version and turn that the next one begins with.</summary>
    public bool Erased { get; init; }

    /// <summary>No bot may write to this person.</summary>
    public bool DoNotContact { get; init; }

    /// <summary>The one that an admin gave, else the one that Telegram tells.</summary>
    public string? ContactName { get; init; }

    /// <summary>An admin gave it: what Telegram tells does not change it.</summary>
    public bool NameIsGiven { get; init; }
    public string? LanguageCode { get; init; }

    /// <summary>Messages in and out, so far.</summary>
    public long MessageCount { get; init; }

    /// <summary>What is known of the person.</summary>
    public StoredMemory Memory { get; init; } = StoredMemory.None;

    /// <summary>What is planned, and what was written unasked.</summary>
    public StoredInitiative Initiative { get; init; } = StoredInitiative.None;

    /// <summary>Whether an operator looks at what the persona writes here before it is sent. Null: as the bot has it.</summary>
    public bool? Approval { get; init; }

    /// <summary>What stands as waiting for an operator.</summary>
    public WaitingDraft? Draft { get; init; }

    /// <summary>Messages to be answered, in inbox order, edits applied, deleted ones left out; requeued ones and commands among them.</summary>
    public IReadOnlyList<InboxMessage> Unanswered { get; init; } = [];

    /// <summary>The last settled lines, oldest first; rows still open are not among them.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>The last replies, oldest first; read only where they are counted.</summary>
    public IReadOnlyList<ReplyMoment> Replies { get; init; } = [];

    /// <summary>Authors of what is unanswered who have opted out, or whom no bot may write to; read apart, and only in groups.</summary>
    public IReadOnlyList<long> Unwelcome { get; init; } = [];

    /// <summary>Rows of ours that are pending or sending, in order of sending.</summary>
    public IReadOnlyList<OutboxRow> Open { get; init; } = [];
}

/// <summary>A reply that was decided.</summary>
/// <param name="At">When.</param>
/// <param name="Author">Whom it answered, where several people write; a reply to several is one to each. Null in private chats.</param>
public readonly record struct ReplyMoment(DateTimeOffset At, long? Author = null);

/// <summary>How a chat moved in one transaction: enough for its GirlGrain to follow without reading, when nothing is missing in between.</summary>
[GenerateSerializer, Immutable, Alias("multibot.chat-advance")]
public sealed record ChatAdvance
{
    [Id(0)] public required ChatId Chat { get; init; }

    /// <summary>The version before. A follower that stands elsewhere reads the chat anew.</summary>
    [Id(1)] public required long FromVersion { get; init; }
    [Id(2)] public required long Version { get; init; }

    /// <summary>New messages in inbox order.</summary>
    [Id(3)] public InboxMessage[] Messages { get; init; } = [];

    /// <summary>More changed than new messages tell (edit, deletion, mode, a parked message): read the chat anew.</summary>
    [Id(4)] public bool Reload { get; init; }
    [Id(5)] public string? ContactName { get; init; }
    [Id(6)] public string? LanguageCode { get; init; }
}
