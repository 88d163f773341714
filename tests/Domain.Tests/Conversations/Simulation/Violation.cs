namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>What the message path promises.</summary>
internal enum Promise
{
    StaleWriteRefused,
    WatermarkNeverFalls,
    EveryMessageStored,
    EveryMessageAnswered,
    DraftSawEverything,
    ForgottenStaysForgotten,
    AnsweredOnce,
    SeenOnce,
    SeenAsRecorded,
    InOrder,
    SilenceKept,
    ErasedStaysErased,
    UnaskedOnlyWhileNothingMoves,
    PlanTakenAsItStands,
    CapsKept,
    NothingUnapproved,
    PendingCancelled,
    RowsSettled,
    DoneWithItsTurn,
    ComesToRest,
    NoHotLoop,
    OwnerHeardOnce,
    HumanKeepsTheChat,
}

/// <summary>A promise was broken; ends the history.</summary>
internal sealed class Violation(Promise promise, string what) : Exception($"{promise}: {what}")
{
    public Promise Promise => promise;
}
