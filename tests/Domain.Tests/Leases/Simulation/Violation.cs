namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>What leases promise.</summary>
internal enum Promise
{
    /// <summary>No session begins a call once a newer one of its bot has begun one.</summary>
    NewestActs,

    /// <summary>Telegram never sees two open connections of one user account.</summary>
    OneConnection,
    EpochRises,
    StaleWriteRefused,

    /// <summary>Telegram is told only of what is stored.</summary>
    ConfirmedIsStored,

    /// <summary>Every message is stored once, and answered once or counted uncertain.</summary>
    AnsweredOnce,

    /// <summary>A bot that should run does so soon after the last fault.</summary>
    RunsSoon,
    SharedOut,

    /// <summary>Once shared out, nothing moves any more.</summary>
    ComesToRest,
    NoHotLoop,
}

/// <summary>A promise was broken; ends the history.</summary>
internal sealed class Violation(Promise promise, string what) : Exception($"{promise}: {what}")
{
    public Promise Promise => promise;
}
