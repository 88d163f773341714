using System.Collections.Immutable;

namespace MultiBot.Domain.Notices;

/// <summary>By which a digest goes out.</summary>
public enum NoticeWay : byte
{
    Chat,
    Webhook,
}

/// <summary>A digest on its way. It is kept before it is handed over, so that a second attempt is the same one.</summary>
public sealed record PendingDigest
{
    public required Guid Id { get; init; }
    public required string Text { get; init; }
    public required ImmutableArray<FleetBot> Bots { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset LookAt { get; init; }
    public int Looks { get; init; }

    /// <summary>Ways on which it is not yet known what became of it.</summary>
    public ImmutableArray<NoticeWay> Open { get; init; } = [];
    public bool HasLeft { get; init; }
    public bool IsUnwanted { get; init; }

    /// <summary>What it tells, in case nobody gets it.</summary>
    public FleetNews News { get; init; } = new();
    public long Newest { get; init; }

    public PendingDigest LaterLook(DateTimeOffset now, NoticeRules rules)
    {
        var pause = rules.FirstLook * Math.Pow(2, Math.Min(Looks, 20));
        return this with { Looks = Looks + 1, LookAt = now + (pause < rules.LastLook ? pause : rules.LastLook) };
    }
}
