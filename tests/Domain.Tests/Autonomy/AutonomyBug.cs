namespace MultiBot.Domain.Tests.Autonomy;

/// <summary>What writing first is bound by, each taken away by hand: the decision is told a lie about it.</summary>
public enum AutonomyBug
{
    None,
    OptOutIgnored,
    TakeOverIgnored,
    NewerMessageIgnored,
    WindowsIgnored,
    ChatCapIgnored,
    BotCapIgnored,

    /// <summary>The newest day of the tally is taken for today, whatever day it is.</summary>
    DayGoneBackTo,
    SilenceOfThePersonIgnored,
    WishToBeLeftAloneIgnored,
    PauseBetweenIgnored,
    TalkInterrupted,

    /// <summary>The persona's clock tells the time of day, not the contact's.</summary>
    PersonasTimeOfDay,

    /// <summary>What waited for the cluster leaves as soon as it is found.</summary>
    AllAtOnceAfterDowntime,
    OldFollowUpSent,
    SecondActionPlanned,

    /// <summary>Luck that is drawn anew at every look.</summary>
    OtherLuckEachTime,
}
