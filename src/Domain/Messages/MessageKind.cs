namespace MultiBot.Domain.Messages;

/// <summary>What a message is made of. Everything but text arrives with its caption as text, if it has one.</summary>
public enum MessageKind : byte
{
    Text = 0,
    Photo = 1,
    Voice = 2,
    Audio = 3,
    Video = 4,
    VideoNote = 5,
    Animation = 6,
    Document = 7,
    Sticker = 8,
    Location = 9,
    Contact = 10,
    Poll = 11,
    Other = 12,
}

/// <summary>Who wrote a message.</summary>
public enum Author : byte
{
    Contact = 0,
    Persona = 1,
    Operator = 2,

    /// <summary>The system, to the bot's admin. People see it as the operator's; the persona never sees it.</summary>
    Notice = 3,

    /// <summary>The bot's admin, to the system: a chat command. People see it as the contact's; the persona never sees it.</summary>
    Admin = 4,

    /// <summary>The system, to a person who has opted out: that this was heard, or what they asked for by <c>/privacy</c>. People see it as the operator's.</summary>
    Farewell = 5,
}

/// <summary>State of a message a person wrote. <see cref="Received"/> turns into answered by the chat's watermark alone.</summary>
public enum InboxState : byte
{
    /// <summary>Decided by the watermark: answered when its id is at or below it, received otherwise.</summary>
    ByWatermark = 0,

    Received = 1,
    Answered = 2,

    /// <summary>Deliberately not answered: handed back, deleted by the person, dropped by an operator.</summary>
    Ignored = 3,

    /// <summary>Failed too often; an operator retries or drops it.</summary>
    Parked = 4,

    /// <summary>Its reply would have come later than the bot's maximum reply age.</summary>
    Overdue = 5,

    /// <summary>Put back by an operator: answered whatever its age.</summary>
    Requeued = 6,
}

/// <summary>State of a message of ours.</summary>
public enum OutboxState : byte
{
    /// <summary>To be sent, not before its time.</summary>
    Pending = 0,

    /// <summary>Written before any byte leaves, with the epoch and the attempt.</summary>
    Sending = 1,

    Sent = 2,

    /// <summary>Final: may have been delivered twice (resent) or not at all (dropped).</summary>
    Uncertain = 3,

    Rejected = 4,
    Cancelled = 5,
}
