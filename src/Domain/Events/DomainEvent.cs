using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Events;

/// <summary>A fact that observers may want. Holds ids, never message text; written in the transaction of the fact.</summary>
[GenerateSerializer, Immutable, Alias("multibot.domain-event")]
public sealed record DomainEvent
{
    /// <summary>One of <see cref="EventTypes"/>.</summary>
    [Id(0)] public required string Type { get; init; }
    [Id(1)] public required BotId Bot { get; init; }
    [Id(2)] public ChatId? Chat { get; init; }
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>A JSON object with ids and codes.</summary>
    [Id(4)] public string Data { get; init; } = "{}";
}

public static class EventTypes
{
    public const string BotRegistered = nameof(BotRegistered);
    public const string BotRemoved = nameof(BotRemoved);
    public const string BotStarted = nameof(BotStarted);
    public const string BotStopped = nameof(BotStopped);
    public const string BotConfigChanged = nameof(BotConfigChanged);
    public const string LoginRequired = nameof(LoginRequired);
    public const string MessageReceived = nameof(MessageReceived);
    public const string MessageSent = nameof(MessageSent);
    public const string ReplyFailed = nameof(ReplyFailed);
    public const string FloodWaited = nameof(FloodWaited);
    public const string HealthCheckFailed = nameof(HealthCheckFailed);
    public const string ChatModeChanged = nameof(ChatModeChanged);
    public const string BudgetSpent = nameof(BudgetSpent);
    public const string ContactChanged = nameof(ContactChanged);
    public const string DraftWaiting = nameof(DraftWaiting);
    public const string DraftSettled = nameof(DraftSettled);

    /// <summary>The model has questions for the operator; they stand with the decision of the turn.</summary>
    public const string OperatorAsked = nameof(OperatorAsked);

    /// <summary>All that was held of the person is gone; who was sent texts may want to follow.</summary>
    public const string ChatErased = nameof(ChatErased);

    public static IReadOnlyList<string> All { get; } =
    [
        BotRegistered, BotRemoved, BotStarted, BotStopped, BotConfigChanged, LoginRequired, MessageReceived, MessageSent, ReplyFailed, FloodWaited,
        HealthCheckFailed, ChatModeChanged, BudgetSpent, ContactChanged, OperatorAsked, ChatErased, DraftWaiting,
        DraftSettled,
    ];
}
