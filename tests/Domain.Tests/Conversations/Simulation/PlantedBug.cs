namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>A guard taken away by hand. Each must be found by the simulation.</summary>
internal enum PlantedBug
{
    None,

    /// <summary>The store accepts writes of any epoch.</summary>
    EpochIgnored,

    /// <summary>The store commits a turn made from an older version of the chat.</summary>
    VersionIgnored,

    /// <summary>The store commits a turn made before another turn.</summary>
    TurnIgnored,

    /// <summary>A repeated turn slice is applied again.</summary>
    TurnIdIgnored,

    /// <summary>A claim does not look at the chat's mode.</summary>
    ClaimUnchecked,

    /// <summary>A row that stands as sending is granted to whoever claims the same attempt.</summary>
    ClaimIdIgnored,

    /// <summary>An outcome settles the row whichever attempt it speaks of.</summary>
    AttemptIgnored,

    /// <summary>The store forgets that an attempt may have been delivered.</summary>
    UncertainUnrecorded,

    /// <summary>An opt-out or a take-over leaves pending rows pending.</summary>
    PendingNotCancelled,

    /// <summary>A hand-back leaves old messages to be answered.</summary>
    HandBackForgetsNothing,

    /// <summary>A batch delivered again is stored again.</summary>
    NoUniqueKey,

    /// <summary>Reading a chat shows deleted messages.</summary>
    DeletedStillShown,

    /// <summary>Reading a chat shows open rows in the wrong order.</summary>
    OpenRowsReversed,

    /// <summary>Telegram is told before the batch is durable.</summary>
    ConfirmedBeforeCommit,

    /// <summary>A nudge is sent once and never again.</summary>
    NoRenudge,

    /// <summary>A nudge that does not follow on what the chat knows is taken as if it did.</summary>
    GapIgnored,

    /// <summary>The watermark is put beyond the messages that were answered.</summary>
    WatermarkBeyondAnswered,

    /// <summary>A stale draft is committed with a refreshed basis.</summary>
    StaleDraftCommitted,

    /// <summary>What a turn learned is written over what somebody else learned meanwhile.</summary>
    MemoryRevisionIgnored,

    /// <summary>The reply leaves while its turn is still being committed.</summary>
    SentBeforeCommit,

    /// <summary>A claim does not look whether the chat moved on since its row was written unasked.</summary>
    MovedOnIgnored,

    /// <summary>A turn takes a plan that was changed since it was decided on.</summary>
    PlanChangeIgnored,

    /// <summary>The store does not count what the bot writes first on a day.</summary>
    BotDayIgnored,

    /// <summary>What a person wrote stays when they are erased.</summary>
    ErasedRowsStay,

    /// <summary>Versions and turns of an erased chat begin anew.</summary>
    ErasedBeginsAtZero,

    /// <summary>Revisions of what is known of an erased person begin anew.</summary>
    ErasedMemoryBeginsAtZero,

    /// <summary>Messages from before an erasure are stored when they come late.</summary>
    TombstoneIgnored,

    /// <summary>A draft that the chat has overtaken can be approved.</summary>
    OvertakenDraftApproved,

    /// <summary>What the owner typed is stored again when it comes again.</summary>
    OwnerRepeatHeard,

    /// <summary>A send of ours that comes back is taken for the owner's.</summary>
    EchoTakesOver,

    /// <summary>What the owner typed does not raise the chat's version.</summary>
    OwnerRaisesNoVersion,

    /// <summary>The end of a take-over is not looked at again in the transaction of the hand-back.</summary>
    EndIgnored,

    /// <summary>The sweep does not look for take-overs that have ended.</summary>
    EndsNotSwept,
}
