using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Autonomy;

/// <summary>What is planned for a chat and what was written there unasked, as it stands in the store.</summary>
public sealed record StoredInitiative
{
    public static StoredInitiative None { get; } = new();

    /// <summary>Raised by every change; 0: nothing is stored yet.</summary>
    public long Revision { get; init; }

    /// <summary>The chat that was last planned for. Another one, and it has to be planned anew.</summary>
    public TurnBasis? PlannedFor { get; init; }
    public PendingAction? Pending { get; init; }

    /// <inheritdoc cref="AutonomyState.LastIn"/>
    public DateTimeOffset? LastIn { get; init; }

    /// <inheritdoc cref="AutonomyState.LastOut"/>
    public DateTimeOffset? LastOut { get; init; }

    /// <inheritdoc cref="AutonomyState.LastUnsolicited"/>
    public DateTimeOffset? LastUnsolicited { get; init; }

    /// <inheritdoc cref="AutonomyState.Unanswered"/>
    public int Unanswered { get; init; }

    /// <inheritdoc cref="AutonomyState.Day"/>
    public DayTally Day { get; init; }

    /// <summary>The same of the whole bot, by the persona's calendar.</summary>
    public DayTally BotDay { get; init; }

    public AutonomyState In(ChatKey key, TurnBasis basis, ChatMode mode) => new()
    {
        Key = key,
        Basis = basis,
        Mode = mode,
        LastIn = LastIn,
        LastOut = LastOut,
        LastUnsolicited = LastUnsolicited,
        Unanswered = Unanswered,
        Day = Day,
        Pending = Pending,
    };
}
