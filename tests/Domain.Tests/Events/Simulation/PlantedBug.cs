namespace MultiBot.Domain.Tests.Events.Simulation;

/// <summary>What the argument of the event horizon rests on, each taken away by hand.</summary>
public enum PlantedBug
{
    None,

    /// <summary>The writers are looked at first, the last number afterwards.</summary>
    WritersSeenFirst,

    /// <summary>A writer counts from the last number of the look that first saw it, not of the one before.</summary>
    BoundOfThisLook,

    /// <summary>Writers that run at the first look are taken for new ones.</summary>
    FirstLookTrusted,

    /// <summary>The store is read before the look has ended.</summary>
    ReadBeforeLook,

    /// <summary>A writer draws numbers before it can be seen.</summary>
    DrawnBeforeSeen,

    /// <summary>A writer can't be seen any more before its events can be read.</summary>
    HiddenBeforeReadable,

    /// <summary>The writers are not looked at.</summary>
    WritersIgnored,

    /// <summary>The reader goes to the highest number it can read.</summary>
    HorizonIgnored,
}
