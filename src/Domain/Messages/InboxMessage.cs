namespace MultiBot.Domain.Messages;

/// <summary>A stored message of a person. <see cref="Id"/> is the inbox id: rising in a chat in the order of storing.</summary>
[GenerateSerializer, Immutable, Alias("multibot.inbox-message")]
public sealed record InboxMessage
{
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required long SourceId { get; init; }
    [Id(2)] public MessageKind Kind { get; init; }
    [Id(3)] public required string Text { get; init; }
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>When we stored it: the start of reply duration and of the maximum reply age.</summary>
    [Id(5)] public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Put back by an operator: no age limit.</summary>
    [Id(6)] public bool Requeued { get; init; }

    /// <summary>Where its trace goes on (W3C traceparent). Travels in memory only, and only when the trace is recorded.</summary>
    [Id(7)] public string? Trace { get; init; }

    /// <summary>Null when there is nothing but kind and text.</summary>
    [Id(8)] public MessageDetails? Details { get; init; }

    /// <summary>A command of the bot's admin. It waits beside the chat's watermark: settled by its own mark, and forgotten by nobody.</summary>
    [Id(9)] public bool Command { get; init; }
}

/// <summary>A message of ours on its way. Immutable but for its delivery state; keyed (bot, chat, turn, part).</summary>
[GenerateSerializer, Immutable, Alias("multibot.outbox-row")]
public sealed record OutboxRow
{
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required long Turn { get; init; }
    [Id(2)] public required int Part { get; init; }
    [Id(3)] public required string Text { get; init; }
    [Id(4)] public required Author By { get; init; }
    [Id(5)] public required OutboxState State { get; init; }

    /// <summary>How often bytes may have left, this time included while <see cref="OutboxState.Sending"/>.</summary>
    [Id(6)] public int Attempt { get; init; }

    /// <summary>The epoch that wrote <see cref="OutboxState.Sending"/>.</summary>
    [Id(7)] public long Epoch { get; init; }

    [Id(8)] public DateTimeOffset? ClaimedAt { get; init; }
    [Id(9)] public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Once true, always true: an earlier attempt may have been delivered.</summary>
    [Id(10)] public bool Uncertain { get; init; }

    /// <summary>How stretches of the text are shown.</summary>
    [Id(11)] public TextEntity[] Entities { get; init; } = [];

    /// <summary>The source id of the message it answers, where several people write. Null: of none in particular.</summary>
    [Id(12)] public long? ReplyTo { get; init; }
}

/// <summary>One line of what was said, as the prompt sees it.</summary>
[GenerateSerializer, Immutable, Alias("multibot.history-entry")]
public sealed record HistoryEntry
{
    [Id(0)] public required Author By { get; init; }
    [Id(1)] public MessageKind Kind { get; init; }
    [Id(2)] public required string Text { get; init; }
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Null when there is nothing but kind and text.</summary>
    [Id(4)] public MessageDetails? Details { get; init; }
}
