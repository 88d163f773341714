using System.Collections.Immutable;

namespace MultiBot.Domain.Notices;

/// <summary>What has become of a notice that was handed over. Its message is one row of the conversation, whose id is the notice's.</summary>
public enum NoticeFate : byte
{
    /// <summary>It waits to leave, or nothing is known of it: hand it over again, it is the same row.</summary>
    Waits,
    Left,

    /// <summary>It could not leave in time and is cancelled.</summary>
    TakenBack,

    /// <summary>There is no chat that takes it.</summary>
    Unwanted,
}

/// <summary>A notice on its way. It is kept before it is handed over, so that a second attempt is the same one.</summary>
public sealed record PendingNotice
{
    public required Guid Id { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long Newest { get; init; }

    /// <summary>When it is handed over, or looked after, next.</summary>
    public required DateTimeOffset LookAt { get; init; }
    public int Looks { get; init; }

    /// <summary>What it tells, in case it is taken back.</summary>
    public ImmutableArray<NoticeLine> Collected { get; init; } = [];
    public ImmutableArray<NoticeLine> Earlier { get; init; } = [];
    public ToldTrouble? ToldBefore { get; init; }

    public PendingNotice LaterLook(DateTimeOffset now, NoticeRules rules)
    {
        var pause = rules.FirstLook * Math.Pow(2, Math.Min(Looks, 20));
        return this with { Looks = Looks + 1, LookAt = now + (pause < rules.LastLook ? pause : rules.LastLook) };
    }
}

/// <summary>Trouble of a bot that its chat knows of.</summary>
public sealed record ToldTrouble
{
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>Notices that told of it since it last changed.</summary>
    public int Times { get; init; }

    /// <summary>The chat knows all that the line says, but for how often.</summary>
    public bool IsSame(NoticeLine line) => line.Kind is NoticeKind.HealthCheckFailed or NoticeKind.LoginRequired && line.Codes.All(Codes.Contains);
}
