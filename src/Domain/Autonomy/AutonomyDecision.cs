using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Autonomy;

/// <summary>What was decided, and why. Closed.</summary>
public abstract record AutonomyDecision
{
    private AutonomyDecision(AutonomyReason reason) => Reason = reason;

    public AutonomyReason Reason { get; }

    /// <summary>Plan this, in place of whatever is pending.</summary>
    public sealed record Schedule(PendingAction Action, AutonomyReason Reason) : AutonomyDecision(Reason);

    /// <summary>Plan nothing; unless the reason is <see cref="AutonomyReason.AlreadyPending"/>, nothing is pending then.</summary>
    public sealed record Nothing(AutonomyReason Reason) : AutonomyDecision(Reason);

    /// <summary>Write now.</summary>
    /// <param name="TimeOfDay">Where the contact is; words about the time of day keep to it.</param>
    public sealed record Send(TimeOfDay TimeOfDay) : AutonomyDecision(AutonomyReason.Due);

    /// <summary>Never do what is pending. Plan anew: another kind, or another day, may be right.</summary>
    public sealed record Cancel(AutonomyReason Reason) : AutonomyDecision(Reason);

    /// <summary>Look again then.</summary>
    public sealed record Postpone(DateTimeOffset Until, AutonomyReason Reason) : AutonomyDecision(Reason);
}
