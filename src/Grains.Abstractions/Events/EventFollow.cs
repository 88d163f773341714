using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;

namespace MultiBot.Grains.Abstractions.Events;

/// <summary>Asks for the events behind a position, and waits a while for the first.</summary>
[GenerateSerializer, Immutable, Alias("multibot.event-follow")]
public sealed record EventFollow
{
    /// <summary>Null: from now on.</summary>
    [Id(0)] public long? After { get; init; }

    /// <summary>Of this bot only.</summary>
    [Id(1)] public BotId? Bot { get; init; }

    /// <summary>Of these bots only (a key's list). Null: all.</summary>
    [Id(2)] public BotId[]? Among { get; init; }

    /// <summary>Of these types only. Null: all.</summary>
    [Id(3)] public string[]? Types { get; init; }
    [Id(4)] public int Limit { get; init; } = 200;

    /// <summary>How long to wait when there are none; the silo has a limit of its own.</summary>
    [Id(5)] public TimeSpan Wait { get; init; }
}

/// <summary>Events in order, or none when nothing came in time.</summary>
[GenerateSerializer, Immutable, Alias("multibot.event-batch")]
public sealed record EventBatch
{
    [Id(0)] public required LoggedEvent[] Items { get; init; }

    /// <summary>The next call's <see cref="EventFollow.After"/>; null while nothing is known of the log.</summary>
    [Id(1)] public long? Position { get; init; }
}
