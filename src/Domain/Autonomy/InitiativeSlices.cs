using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Autonomy;

/// <summary>Plans that somebody else than the dice makes.</summary>
public static class InitiativeSlices
{
    /// <summary>When what was asked for since then, or was written unasked, was due; null: nothing was. For who may ask for the same thing again.</summary>
    public static DateTimeOffset? AskedSince(DateTimeOffset? since, StoredInitiative initiative) => initiative switch
    {
        { Pending: { Kind: AutonomyKind.Asked } asked } when asked.PlannedAt >= since => asked.DueAt,
        { LastUnsolicited: { } last } when last >= since => last,
        _ => null,
    };

    /// <summary>An operator wants the persona to write, now, in place of whatever is planned.</summary>
    public static InitiativeSlice Asked(long epoch, ChatSnapshot chat, Guid id, DateTimeOffset now)
    {
        var basis = new TurnBasis(chat.Version, chat.Turn);
        return new InitiativeSlice
        {
            Bot = chat.Key.Bot,
            Epoch = epoch,
            Chat = chat.Key.Chat,
            Id = id,
            Revision = chat.Initiative.Revision,
            For = basis,
            Pending = new PendingAction { Kind = AutonomyKind.Asked, DueAt = now, PlannedAt = now, Basis = basis },
            Decision = new Decision
            {
                Kind = DecisionKind.Planned,
                Reason = AutonomyReasons.CodeOf(AutonomyReason.Asked),
                Inputs = new DecisionInputs { Action = AutonomyKinds.NameOf(AutonomyKind.Asked), DueAt = now },
            },
        };
    }
}
