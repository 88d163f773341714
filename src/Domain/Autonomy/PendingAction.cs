using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Autonomy;

/// <summary>Why a bot writes first.</summary>
public enum AutonomyKind : byte
{
    /// <summary>To somebody it has talked to before, now and then.</summary>
    Starter = 0,

    /// <summary>Some hours after its own answer, when the person has not written since.</summary>
    FollowUp = 1,

    /// <summary>An operator asked for it, at once: he answers for the hour and for how often.</summary>
    Asked = 2,

    /// <summary>Model and person agreed on the moment (a tool of the model's).</summary>
    Arranged = 3,
}

public static class AutonomyKinds
{
    /// <summary>The name on the outside: <c>followUp</c>.</summary>
    public static string NameOf(AutonomyKind kind) => kind switch
    {
        AutonomyKind.Starter => "starter",
        AutonomyKind.FollowUp => "followUp",
        AutonomyKind.Arranged => "arranged",
        _ => "asked",
    };
}

/// <summary>What a bot means to do by itself in a chat; there is at most one for each chat.</summary>
public sealed record PendingAction
{
    public required AutonomyKind Kind { get; init; }

    /// <summary>Not earlier. The store finds it by this, and asks <see cref="Initiative.Check"/> again in the transaction that claims it.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was planned; with a follow-up the moment of the answer it follows, with what was arranged the moment agreed on. Kept when it is put off.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>The chat it was planned for. Counted, not timed: a clock put back hides no newer message.</summary>
    public required TurnBasis Basis { get; init; }

    /// <summary>What an arranged message is to be about, in a model's words: data, whatever it says.</summary>
    public string? About { get; init; }
}
