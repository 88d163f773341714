namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>A guard taken away by hand. Each must be found by the simulation.</summary>
internal enum PlantedBug
{
    None,

    /// <summary>The store accepts a bot's writes under any epoch.</summary>
    EpochUnchecked,

    /// <summary>A new holder gets the bot under the epoch of the old one.</summary>
    EpochKept,

    /// <summary>A life that claims a bot of its own gets the epoch it had: what it once asked for can still come true.</summary>
    SameEpochAgain,

    /// <summary>A user account is taken over as if it were a token.</summary>
    AccountNotWaitedOut,

    /// <summary>A session does not ask whether its life is fresh.</summary>
    FreshnessIgnored,

    /// <summary>Nobody cuts the sockets at the deadline.</summary>
    DeadlineIgnored,

    /// <summary>The deadline is counted from the moment of the answer.</summary>
    DeadlineFromAnswer,

    /// <summary>The deadline is counted on the clock on the wall, which people set.</summary>
    DeadlineOnWallClock,

    /// <summary>A life that has run out is renewed.</summary>
    ExpiredRevives,

    /// <summary>A life that was declared dead is renewed.</summary>
    CondemnedRenewed,

    /// <summary>The bots of a condemned life are taken while it may still be fresh.</summary>
    TakenWhileFresh,

    /// <summary>The lease is handed over while the session still runs.</summary>
    HandedOverOpen,

    /// <summary>What became of a hand-over is unknown, and the session is opened again without a claim.</summary>
    HandOverPresumedFailed,

    /// <summary>What was claimed in bulk serves one session after another.</summary>
    GrantTakenTwice,

    /// <summary>A stopping silo frees its bots before their sessions have closed.</summary>
    RetiredOpen,

    /// <summary>A batch delivered again is stored again.</summary>
    NoUniqueKey,

    /// <summary>A user account's message is sent again under another <c>random_id</c>.</summary>
    NewRandomId,

    /// <summary>What an older epoch was sending is sent again as if it had never left.</summary>
    UncertainUncounted,

    /// <summary>Telegram is told of a batch before it is stored.</summary>
    ConfirmedBeforeStored,

    /// <summary>That the others declared a life dead speeds nothing up.</summary>
    CondemnedNotBelieved,

    /// <summary>A silo with too many bots keeps them.</summary>
    NobodyGives,

    /// <summary>A silo gives a bot to whoever has fewer, be it by one.</summary>
    GivesForATrifle,
}
