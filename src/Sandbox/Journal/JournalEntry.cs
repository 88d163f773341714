namespace MultiBot.Sandbox.Journal;

/// <summary>
/// One thing that happened, without message text or secrets: a Bot API call, or something a person did.
/// Absent fields do not apply. Written just before the answer goes out; <see cref="At"/> is when the call began.
/// </summary>
internal sealed class JournalEntry
{
    public long Seq { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Number of the bot; null for a malformed token.</summary>
    public long? Bot { get; set; }

    /// <summary>Who called, by the address: what it said after <c>/via/</c>.</summary>
    public string? Label { get; init; }

    /// <summary>The Bot API method, or <c>person.message</c>, <c>person.edit</c>, <c>person.block</c>, …</summary>
    public required string What { get; init; }

    /// <summary>The HTTP status decided on; 0 when the connection was dropped or the client had gone.</summary>
    public int? Status { get; set; }

    public string? Error { get; set; }

    public long? ChatId { get; set; }

    public int? MessageId { get; set; }

    /// <summary>Entities that were given with the text.</summary>
    public int? Entities { get; set; }

    public int? UpdateId { get; set; }

    public string? Action { get; set; }

    /// <summary>getUpdates: the offset asked for, and how many updates it confirmed.</summary>
    public int? Offset { get; set; }

    public int? Confirmed { get; set; }

    /// <summary>getUpdates: how many updates were answered, the first id and the last.</summary>
    public int? Updates { get; set; }

    public int? FirstUpdateId { get; set; }

    public int? LastUpdateId { get; set; }

    /// <summary>getUpdates: the number of this poll, why it ended, and the poll that it ended (two pollers overlapped).</summary>
    public long? Poll { get; set; }

    public string? PollEnd { get; set; }

    public long? EndedPoll { get; set; }

    /// <summary>Tells pollers apart: the id of the HTTP connection.</summary>
    public string? Connection { get; set; }

    public string? Fault { get; set; }

    /// <summary>False when a fault kept the call from taking effect.</summary>
    public bool? TookEffect { get; set; }
}
