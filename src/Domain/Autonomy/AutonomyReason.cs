using System.Text.Json;

namespace MultiBot.Domain.Autonomy;

/// <summary>Why a bot writes first, or stays silent. Closed; names and numbers are stored with decisions and never change their meaning.</summary>
public enum AutonomyReason : byte
{
    // Planned.
    StarterDrawn = 0,
    FollowUpDrawn = 1,

    Asked = 2,

    /// <summary>Model and person agreed on a moment.</summary>
    Arranged = 3,

    // Sent.
    Due = 10,

    // Silent, or cancelled.

    /// <summary>The bot's configuration has no autonomy.</summary>
    Disabled = 20,

    /// <summary>The windows are never open.</summary>
    NoWindows = 21,

    /// <summary>A cap is zero.</summary>
    NothingAllowed = 22,

    /// <summary>This kind has the probability zero.</summary>
    KindOff = 23,

    /// <summary>No day within sight was drawn.</summary>
    NotDrawn = 24,

    /// <summary>Groups are not written to first.</summary>
    NotPrivate = 25,

    /// <summary>The person never wrote.</summary>
    NeverWrote = 26,
    OptedOut = 27,
    TakenOver = 28,
    Paused = 29,
    Blocked = 30,
    LeftAlone = 31,

    /// <summary>What the bot wrote first was not answered.</summary>
    Unanswered = 32,

    /// <summary>Something was written or commanded since it was planned.</summary>
    MovedOn = 33,

    /// <summary>A follow-up whose answer is long past, or what was arranged for a moment long past.</summary>
    TooOld = 34,
    AlreadyPending = 35,
    NothingPending = 36,

    // Put off.
    NotDue = 50,
    OutsideWindows = 51,
    ChatCap = 52,
    BotCap = 53,

    /// <summary>The bot wrote first not long ago.</summary>
    TooSoon = 54,

    /// <summary>They talk, or just did: no moment to start a talk.</summary>
    Talking = 55,

    /// <summary>Found long after it was due, as after downtime.</summary>
    CatchUp = 56,

    /// <summary>Of a preview: not within its days.</summary>
    Later = 57,
}

public static class AutonomyReasons
{
    /// <summary>What decisions are stored with: <c>autonomy.outside_windows</c>.</summary>
    public static string CodeOf(AutonomyReason reason) => "autonomy." + JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
