using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Autonomy;

/// <summary>What the decision to write first needs of a chat, read in one view.</summary>
public sealed record AutonomyState
{
    public required ChatKey Key { get; init; }

    /// <summary>Raised by everything that is written or commanded in the chat.</summary>
    public required TurnBasis Basis { get; init; }
    public ChatMode Mode { get; init; }

    /// <summary>When the person wrote last, by our clock. Null: never.</summary>
    public DateTimeOffset? LastIn { get; init; }

    /// <summary>When anything of ours left last, the operator's words included.</summary>
    public DateTimeOffset? LastOut { get; init; }

    /// <summary>When the bot wrote first, last.</summary>
    public DateTimeOffset? LastUnsolicited { get; init; }

    /// <summary>How often the bot wrote first since the person wrote last; zero: the last one was answered.</summary>
    public int Unanswered { get; init; }

    /// <summary>How often the bot wrote first on the newest day of the contact's calendar on which it did.</summary>
    public DayTally Day { get; init; }

    /// <summary>The person asked not to be written to before this; the greatest moment there is: never again. Null: did not ask.</summary>
    public DateTimeOffset? LeaveAloneUntil { get; init; }
    public PendingAction? Pending { get; init; }

    /// <summary>
    /// The chat once the decision was carried out. That a person writes, or a chat changes its mode, is for the store to tell:
    /// it raises the version, sets <see cref="Unanswered"/> to zero when the person writes, and clears <see cref="Pending"/>.
    /// </summary>
    public AutonomyState After(AutonomyDecision decision, AutonomyRules rules, DateTimeOffset now) => decision switch
    {
        AutonomyDecision.Schedule schedule => this with { Pending = schedule.Action },
        AutonomyDecision.Postpone postpone => this with { Pending = Pending! with { DueAt = postpone.Until } },
        AutonomyDecision.Nothing { Reason: AutonomyReason.AlreadyPending } => this,
        AutonomyDecision.Send => this with
        {
            Basis = Basis with { Turn = Basis.Turn + 1 },
            LastOut = now,
            LastUnsolicited = now,
            Unanswered = Unanswered + 1,
            Day = Day.Plus(rules.ContactDay(now)),
            Pending = null,
        },
        _ => this with { Pending = null },
    };
}
