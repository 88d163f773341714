using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;

namespace MultiBot.Domain.Storage;

/// <summary>A page in key order. <see cref="Next"/> is an opaque cursor, null on the last page.</summary>
[GenerateSerializer, Immutable, Alias("multibot.page`1")]
public sealed record Page<T>
{
    [Id(0)] public required T[] Items { get; init; }
    [Id(1)] public string? Next { get; init; }
}

/// <summary>Read-only lists for API, dashboard and console. A page of history wakes no grain.</summary>
public interface IQueries
{
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<Page<BotListItem>> ListBotsAsync(BotQuery query, CancellationToken cancellation);

    Task<BotListItem?> FindBotAsync(BotId bot, CancellationToken cancellation);

    Task<Page<TemplateRecord>> ListTemplatesAsync(string? after, int limit, CancellationToken cancellation);

    /// <summary>Chats of a bot, in chat id order; with a tag only those that have it.</summary>
    Task<Page<ChatListItem>> ListChatsAsync(BotId bot, string? tag, string? after, int limit, CancellationToken cancellation);

    Task<ChatListItem?> FindChatAsync(ChatKey key, CancellationToken cancellation);

    /// <summary>What is known of the person of a chat; <see cref="StoredMemory.None"/> when nothing is.</summary>
    Task<StoredMemory> ReadMemoryAsync(ChatKey key, CancellationToken cancellation);

    /// <summary>The same with what operators keep beside it, in one view; <see cref="StoredContact.None"/> when nothing is.</summary>
    Task<StoredContact> ReadContactAsync(ChatKey key, CancellationToken cancellation);

    /// <summary>The same of many chats of a bot; who nothing is known of is not among them.</summary>
    Task<IReadOnlyDictionary<ChatId, StoredContact>> ReadContactsAsync(BotId bot, IReadOnlyCollection<ChatId> chats, CancellationToken cancellation);

    /// <summary>Messages in and out, newest first when <paramref name="newestFirst"/>, by id.</summary>
    Task<Page<MessageItem>> ListMessagesAsync(ChatKey key, string? after, int limit, bool newestFirst, CancellationToken cancellation);

    /// <summary>One message; null when there is none (any more) in this chat.</summary>
    Task<MessageItem?> FindMessageAsync(ChatKey key, long messageId, CancellationToken cancellation);

    /// <summary>Every version of every message that is held of a chat, edits and deleted ones too, by id. For exports.</summary>
    Task<Page<HeldMessage>> ListHeldAsync(ChatKey key, string? after, int limit, CancellationToken cancellation);

    /// <summary>Why a bot wrote or stayed silent, newest first.</summary>
    Task<Page<DecisionItem>> ListDecisionsAsync(BotId bot, ChatId? chat, string? after, int limit, CancellationToken cancellation);

    /// <summary>The decision behind a message of ours, with what the model saw, or behind one of the person's that was settled without words. Null: none is kept.</summary>
    Task<DecisionItem?> FindDecisionAsync(ChatKey key, MessageItem message, CancellationToken cancellation);

    /// <summary>What the model saw for a turn, in the form of <see cref="PromptTrail"/>; null when it is not kept.</summary>
    Task<string?> FindPromptAsync(ChatKey key, long turn, CancellationToken cancellation);

    /// <summary>What the persona wrote in a chat for an operator to look at, newest first.</summary>
    Task<Page<DraftItem>> ListDraftsAsync(ChatKey key, string? after, int limit, CancellationToken cancellation);

    /// <summary>What a look ahead needs of a bot's chats with people, in chat id order.</summary>
    Task<Page<PlannedChat>> ListPlansAsync(BotId bot, string? after, int limit, CancellationToken cancellation);

    /// <summary>What is planned for a chat; null when nothing is.</summary>
    Task<PendingAction?> FindPlanAsync(ChatKey key, CancellationToken cancellation);

    /// <summary>What waits for an operator: parked or overdue, in id order.</summary>
    Task<Page<ParkedItem>> ListParkedAsync(BotId bot, string? after, int limit, CancellationToken cancellation);

    Task<ParkedItem?> FindParkedAsync(BotId bot, long messageId, CancellationToken cancellation);

    /// <summary>What a bot did in the hours (UTC) that begin within the range, in order; an hour in which nothing happened is not there.</summary>
    /// <param name="bot">Whose.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment behind it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<BotHour>> ReadFiguresAsync(BotId bot, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}

[GenerateSerializer, Immutable, Alias("multibot.bot-query")]
public sealed record BotQuery
{
    [Id(0)] public string? Tag { get; init; }
    [Id(1)] public BotStatus? Status { get; init; }

    /// <summary>Part of id or name, any case.</summary>
    [Id(2)] public string? Text { get; init; }

    /// <summary><c>botId</c> (default), <c>name</c> or <c>-updatedAt</c>.</summary>
    [Id(3)] public string? Sort { get; init; }
    [Id(4)] public string? After { get; init; }
    [Id(5)] public int Limit { get; init; } = 50;

    /// <summary>Only these; null: all.</summary>
    [Id(6)] public BotId[]? Among { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.bot-list-item")]
public sealed record BotListItem
{
    [Id(0)] public required BotId BotId { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required AccountKind Kind { get; init; }
    [Id(3)] public required BotStatus Status { get; init; }
    [Id(4)] public required BotHealth Health { get; init; }
    [Id(5)] public string? Silo { get; init; }
    [Id(6)] public required string[] Tags { get; init; }
    [Id(7)] public required BotCounters Counters { get; init; }
    [Id(8)] public long Epoch { get; init; }
    [Id(9)] public DateTimeOffset? LastUpdateAt { get; init; }
    [Id(10)] public string? LastError { get; init; }
    [Id(11)] public bool ShouldRun { get; init; }
    [Id(12)] public string? Username { get; init; }
    [Id(13)] public long Revision { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.chat-list-item")]
public sealed record ChatListItem
{
    [Id(0)] public required ChatId ChatId { get; init; }

    /// <summary>What an operator has the person called, else the name in their Telegram.</summary>
    [Id(1)] public string? Name { get; init; }
    [Id(2)] public required ChatMode Mode { get; init; }
    [Id(3)] public long MessageCount { get; init; }
    [Id(4)] public DateTimeOffset? LastActivityAt { get; init; }
    [Id(5)] public string? Language { get; init; }
    [Id(6)] public long Version { get; init; }
    [Id(7)] public string[] Tags { get; init; } = [];

    /// <summary>Whether an operator looks at what the persona writes here before it is sent. Null: as the bot has it.</summary>
    [Id(8)] public bool? Approval { get; init; }

    /// <inheritdoc cref="ChatSnapshot.HumanUntil"/>
    [Id(9)] public DateTimeOffset? HumanUntil { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.message-item")]
public sealed record MessageItem
{
    [Id(0)] public required long Id { get; init; }

    /// <summary>True: from us to the person.</summary>
    [Id(1)] public required bool Outgoing { get; init; }
    [Id(2)] public MessageKind Kind { get; init; }
    [Id(3)] public required string Text { get; init; }
    [Id(4)] public required DateTimeOffset At { get; init; }
    [Id(5)] public InboxState? Inbox { get; init; }
    [Id(6)] public OutboxState? Outbox { get; init; }

    /// <summary>As people see it: a notice is the operator's, a command the contact's.</summary>
    [Id(7)]
    public required Author By
    {
        get;
        init => field = value switch
        {
            Author.Notice or Author.Farewell => Author.Operator,
            Author.Admin => Author.Contact,
            _ => value,
        };
    }

    [Id(8)] public DateTimeOffset? EditedAt { get; init; }
    [Id(9)] public bool Deleted { get; init; }

    /// <summary>Why it stands as it stands: a code of docs/errors.md.</summary>
    [Id(10)] public string? Code { get; init; }
    [Id(11)] public int Attempts { get; init; }

    /// <summary>Of one of ours.</summary>
    [Id(12)] public long? Turn { get; init; }

    /// <summary>In a group: <see cref="MessageDetails.AuthorId"/> and the name.</summary>
    [Id(13)] public long? AuthorId { get; init; }
    [Id(14)] public string? AuthorName { get; init; }

    /// <summary>What was said in it, as a speech model heard it.</summary>
    [Id(15)] public string? Transcript { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.parked-item")]
public sealed record ParkedItem
{
    [Id(0)] public required ChatId ChatId { get; init; }
    [Id(1)] public required MessageItem Message { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.decision-item")]
public sealed record DecisionItem
{
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required ChatId ChatId { get; init; }

    /// <summary>The turn it belongs to, or the last one before it.</summary>
    [Id(2)] public required long Turn { get; init; }
    [Id(3)] public required DecisionKind Kind { get; init; }
    [Id(4)] public required string Reason { get; init; }
    [Id(5)] public required DateTimeOffset At { get; init; }

    /// <summary><see cref="DecisionInputs"/> as JSON.</summary>
    [Id(6)] public required string Inputs { get; init; }

    /// <summary>What the model saw, in the form of <see cref="PromptTrail"/>; only when it was asked for by its message.</summary>
    [Id(7)] public string? Prompt { get; init; }

    /// <summary>The tools that the model called, as <see cref="ToolRecordJson"/> writes them; null: none.</summary>
    [Id(8)] public string? Calls { get; init; }
}

/// <summary>A chat with what is planned for it.</summary>
public sealed record PlannedChat
{
    public required ChatKey Key { get; init; }
    public required TurnBasis Basis { get; init; }
    public required ChatMode Mode { get; init; }
    public required StoredInitiative Initiative { get; init; }

    /// <summary>IANA name, as far as known.</summary>
    public string? TimeZone { get; init; }
}
