namespace MultiBot.Domain.Bots;

public enum BotStatus : byte
{
    Stopped,
    Starting,
    LoginRequired,
    Running,
    Degraded,
    Conflict,
    FloodWaited,
    Stopping,
    Failed,
}

/// <summary>The one judgement an operator needs: do updates flow and replies leave?</summary>
public enum BotHealth : byte
{
    Unknown,
    Healthy,
    Degraded,
    Unhealthy,
}

public static class BotHealths
{
    public static BotHealth Of(BotStatus status) => status switch
    {
        BotStatus.Running => BotHealth.Healthy,
        BotStatus.Degraded or BotStatus.FloodWaited => BotHealth.Degraded,
        BotStatus.Conflict or BotStatus.Failed or BotStatus.LoginRequired => BotHealth.Unhealthy,
        _ => BotHealth.Unknown,
    };
}

/// <summary>Totals since the bot was registered, kept in the same transactions as what they count.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-counters")]
public sealed record BotCounters
{
    [Id(0)] public long Received { get; init; }
    [Id(1)] public long Sent { get; init; }

    /// <summary>Rows of ours that may have been delivered twice or not at all.</summary>
    [Id(2)] public long Uncertain { get; init; }

    /// <summary>Messages that wait for an operator now (parked or overdue).</summary>
    [Id(3)] public long Parked { get; init; }
    [Id(4)] public long Rejected { get; init; }
}
