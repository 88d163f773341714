using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Messages;

/// <summary>What became of one attempt to send. Closed: every session answers with one of these, never with an exception.</summary>
[GenerateSerializer, Immutable, Alias("multibot.send-outcome")]
public abstract record SendOutcome
{
    private protected SendOutcome() { }

    /// <summary>Telegram answered with the message's id.</summary>
    [GenerateSerializer, Immutable, Alias("multibot.send-outcome.sent")]
    public sealed record Sent : SendOutcome
    {
        [Id(0)] public required long SourceId { get; init; }
    }

    /// <summary>Certainly not sent; try again, but not before the given time (429, our own pacing, connection refused).</summary>
    [GenerateSerializer, Immutable, Alias("multibot.send-outcome.rate-limited")]
    public sealed record RateLimited : SendOutcome
    {
        [Id(0)] public required DateTimeOffset NotBefore { get; init; }
        [Id(1)] public required string Code { get; init; }
    }

    /// <summary>Telegram refused this message for good.</summary>
    [GenerateSerializer, Immutable, Alias("multibot.send-outcome.rejected")]
    public sealed record Rejected : SendOutcome
    {
        [Id(0)] public required string Code { get; init; }

        /// <summary>The person blocked the bot: the chat stops.</summary>
        [Id(1)] public bool Blocked { get; init; }

        /// <summary>The group became a supergroup; the conversation goes on there.</summary>
        [Id(2)] public ChatId? MigratedTo { get; init; }
    }

    /// <summary>Certainly not sent: there is no session (any more).</summary>
    [GenerateSerializer, Immutable, Alias("multibot.send-outcome.session-lost")]
    public sealed record SessionLost : SendOutcome
    {
        [Id(0)] public required string Code { get; init; }
    }

    /// <summary>Bytes left and no answer came (time-out or drop after the first byte, 5xx): it may have been delivered.</summary>
    [GenerateSerializer, Immutable, Alias("multibot.send-outcome.uncertain")]
    public sealed record Uncertain : SendOutcome
    {
        [Id(0)] public required string Code { get; init; }
    }
}

/// <summary>One message handed to a session.</summary>
[GenerateSerializer, Immutable, Alias("multibot.outgoing-message")]
public sealed record OutgoingMessage
{
    [Id(0)] public required ChatId Chat { get; init; }
    [Id(1)] public required long RowId { get; init; }
    [Id(2)] public required long Turn { get; init; }
    [Id(3)] public required int Part { get; init; }
    [Id(4)] public required string Text { get; init; }

    /// <summary>The turn's trace (W3C traceparent), when it is recorded.</summary>
    [Id(5)] public string? Trace { get; init; }

    /// <summary>How stretches of the text are shown.</summary>
    [Id(6)] public TextEntity[] Entities { get; init; } = [];

    /// <summary>Shown as the answer to this message, if it is still there.</summary>
    [Id(7)] public long? ReplyTo { get; init; }
}
