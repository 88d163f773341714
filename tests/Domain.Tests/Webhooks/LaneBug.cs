namespace MultiBot.Domain.Tests.Webhooks;

/// <summary>What the order of webhooks rests on, each taken away by hand.</summary>
public enum LaneBug
{
    None,

    /// <summary>An event that failed is put aside for its second attempt, and its bot goes on.</summary>
    RetriedBesideItsLane,

    /// <summary>A bot has two lanes.</summary>
    TwoLanesForABot,

    /// <summary>A lane whose event failed is never looked at again.</summary>
    NeverWakes,

    /// <summary>What comes when the window is full is passed over.</summary>
    DroppedAtTheLimit,

    /// <summary>The position goes to the newest event that is finished.</summary>
    PositionOfTheNewest,

    /// <summary>An event that was taken is sent once more.</summary>
    SentAgainAfterItWasTaken,

    /// <summary>The pause after a failure is not kept.</summary>
    PauseIgnored,

    /// <summary>The receiver's wish to be left alone is not kept.</summary>
    HoldIgnored,

    /// <summary>A receiver in trouble is called as often as one that is well.</summary>
    ProbingIgnored,

    /// <summary>One call more than there may be.</summary>
    OneTooMany,

    /// <summary>Nobody tells the lanes that the receiver is back.</summary>
    BackAndNobodyKnows,

    /// <summary>An event that is given up stays at the head of its lane.</summary>
    GivenUpAndKept,
}
