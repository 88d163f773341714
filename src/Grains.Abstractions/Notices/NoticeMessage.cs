using MultiBot.Domain.Messages;

namespace MultiBot.Grains.Abstractions.Notices;

/// <summary>A notice on its way into a chat.</summary>
[GenerateSerializer, Immutable, Alias("multibot.notice-message")]
public sealed record NoticeMessage
{
    /// <summary>Names it for all time.</summary>
    [Id(0)] public required Guid Id { get; init; }
    [Id(1)] public required string Text { get; init; }

    /// <summary>It does not leave any more from here on.</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Where a notice's message stands.</summary>
[GenerateSerializer, Immutable, Alias("multibot.notice-state")]
public sealed record NoticeState
{
    [Id(0)] public required long MessageId { get; init; }
    [Id(1)] public required OutboxState State { get; init; }
}
