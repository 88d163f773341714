using System.Collections.Immutable;

namespace MultiBot.Domain.Notices;

/// <summary>By which digests go out.</summary>
public enum NoticeWay : byte
{
    Chat,
    Webhook,
}

/// <summary>A digest on its way. It is kept before it is handed over, so that a second attempt is the same one.</summary>
public sealed record PendingDigest
{
    /// <summary>More bots are counted and not named: some 100 KB, whatever befalls the fleet.</summary>
    public const int MostNamed = 1000;

    public required Guid Id { get; init; }
    public required string Text { get; init; }

    /// <summary>How many bots are in trouble.</summary>
    public int InTrouble { get; init; }

    /// <summary>Which ones, at most <see cref="MostNamed"/>; of a digest for a chat none, its text names some.</summary>
    public required ImmutableArray<FleetBot> Bots { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset LookAt { get; init; }
    public int Looks { get; init; }

    /// <summary>What it tells, in case nobody gets it.</summary>
    public FleetNews News { get; init; } = new();
    public long Newest { get; init; }

    /// <summary>Those that are new first.</summary>
    public static ImmutableArray<FleetBot> Name(ImmutableSortedDictionary<string, FleetTrouble> standing, FleetNews news) =>
        [.. standing.OrderByDescending(one => news.Troubled.Contains(one.Key)).Take(MostNamed).Select(one => new FleetBot(one.Key, one.Value.Code, one.Value.Since))];

    /// <summary>Until it is looked at again whether it has left a chat.</summary>
    public TimeSpan Pause(NoticeRules rules)
    {
        var pause = rules.FirstLook * Math.Pow(2, Math.Min(Looks, 20));
        return pause < rules.LastLook ? pause : rules.LastLook;
    }
}
