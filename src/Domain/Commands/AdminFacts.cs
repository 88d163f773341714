using System.Collections.Immutable;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Domain.Commands;

/// <summary>How a bot is doing, as its admin is told.</summary>
public sealed record BotFacts
{
    public required BotId Bot { get; init; }
    public required string Name { get; init; }
    public required BotStatus Status { get; init; }
    public required BotHealth Health { get; init; }

    /// <summary>Where it lives; null when nowhere.</summary>
    public string? Silo { get; init; }

    /// <summary>Since when it has this status.</summary>
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }

    /// <summary>A code of docs/errors.md.</summary>
    public string? LastError { get; init; }
    public required BotCounters Counters { get; init; }
}

/// <summary>A chat in a list.</summary>
public sealed record ChatLine
{
    public required ChatId Chat { get; init; }

    /// <summary>As the contact, or an admin, wrote it.</summary>
    public string? Name { get; init; }
    public ChatMode Mode { get; init; }
    public DateTimeOffset? LastActivityAt { get; init; }
    public long Messages { get; init; }
}

/// <summary>What a bot has learnt about a person.</summary>
public sealed record ProfileFacts
{
    public required ChatLine Chat { get; init; }

    /// <summary>In the order to be shown.</summary>
    public ImmutableArray<TopicFacts> Topics { get; init; } = [];
    public string? Summary { get; init; }

    /// <summary>IETF tag.</summary>
    public string? Language { get; init; }

    /// <summary>IANA name.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>What is known of one topic, for example <c>interests</c>.</summary>
public sealed record TopicFacts(string Topic, ImmutableArray<string> Facts);

/// <summary>What a bot did.</summary>
public sealed record MetricsFacts
{
    /// <summary>Today's date in <see cref="TimeZone"/>, the persona's.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }
    public required HourFigures Today { get; init; }
    public required HourFigures Last24Hours { get; init; }
}
