namespace MultiBot.ArmedSilo.Points;

/// <summary>Where a message can be when its silo is struck, in the order of its life.</summary>
public enum CrashPoint
{
    /// <summary>Telegram has delivered it; the store is not asked yet.</summary>
    ReceivedNotStored,

    /// <summary>It is stored, and its chat nudged; Telegram would deliver it again.</summary>
    StoredNotTold,

    /// <summary>It is stored; its grain does not know yet.</summary>
    StoredNotNudged,

    /// <summary>Its reply is being written.</summary>
    Generating,

    /// <summary>Its reply is in the store as pending; the claim has not left.</summary>
    CommittedNotSending,

    /// <summary>A part of its reply is in the store as sending; no byte has left.</summary>
    SendingNotSent,

    /// <summary>Telegram has taken a part of its reply; the store does not know.</summary>
    SentNotRecorded,
}

/// <summary>Of this bot, and of this chat unless it is null, what comes to the point is held there.</summary>
public sealed record Arm(CrashPoint Point, string Bot, long? Chat);
