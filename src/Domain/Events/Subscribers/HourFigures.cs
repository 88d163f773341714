namespace MultiBot.Domain.Events.Subscribers;

/// <summary>What a bot did within an hour (UTC).</summary>
public sealed record HourFigures
{
    /// <summary>Messages of people.</summary>
    public long Received { get; init; }

    /// <summary>Messages of ours that left, the uncertain ones with them.</summary>
    public long Sent { get; init; }

    /// <summary>Of these, messages of which it is not known whether they arrived.</summary>
    public long Uncertain { get; init; }

    /// <summary>Messages of people that got no answer, and messages of ours that were refused.</summary>
    public long Failed { get; init; }

    /// <summary>Times that Telegram asked to wait.</summary>
    public long FloodWaits { get; init; }

    /// <summary>Messages of ours of which it is known how long the person waited for them; the two below are about them.</summary>
    public long Replies { get; init; }

    /// <summary>Milliseconds from the person's message to the reply, all together.</summary>
    public long ReplyMs { get; init; }

    /// <summary>Milliseconds of the slowest.</summary>
    public long SlowestReplyMs { get; init; }

    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }

    public HourFigures Plus(HourFigures other) => new()
    {
        Received = Received + other.Received,
        Sent = Sent + other.Sent,
        Uncertain = Uncertain + other.Uncertain,
        Failed = Failed + other.Failed,
        FloodWaits = FloodWaits + other.FloodWaits,
        Replies = Replies + other.Replies,
        ReplyMs = ReplyMs + other.ReplyMs,
        SlowestReplyMs = Math.Max(SlowestReplyMs, other.SlowestReplyMs),
        InputTokens = InputTokens + other.InputTokens,
        OutputTokens = OutputTokens + other.OutputTokens,
    };
}
