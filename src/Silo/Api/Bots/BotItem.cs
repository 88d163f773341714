using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Silo.Api.Bots;

/// <summary>A bot in a list.</summary>
public sealed record BotItem
{
    public required string BotId { get; init; }
    public required string Name { get; init; }

    /// <summary><c>bot</c> (token) or <c>user</c> (account).</summary>
    public required AccountKind Kind { get; init; }

    /// <summary><c>Stopped</c>, <c>Starting</c>, <c>LoginRequired</c>, <c>Running</c>, <c>Degraded</c>, <c>Conflict</c>, <c>FloodWaited</c>, <c>Stopping</c>, <c>Failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>Unknown</c>, <c>Healthy</c>, <c>Degraded</c>, <c>Unhealthy</c>.</summary>
    public required string Health { get; init; }
    public string? Silo { get; init; }
    public required string[] Tags { get; init; }
    public required CountersView Counters { get; init; }

    /// <summary>Telegram's @name, once known.</summary>
    public string? Username { get; init; }

    /// <summary>A code of docs/errors.md.</summary>
    public string? LastError { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }

    public static BotItem Of(BotListItem bot) => new()
    {
        BotId = bot.BotId.Value,
        Name = bot.Name,
        Kind = bot.Kind,
        Status = bot.Status.ToString(),
        Health = bot.Health.ToString(),
        Silo = bot.Silo,
        Tags = bot.Tags,
        Counters = CountersView.Of(bot.Counters),
        Username = bot.Username,
        LastError = bot.LastError,
        LastUpdateAt = bot.LastUpdateAt,
    };
}

/// <summary>Totals since the bot was registered.</summary>
public sealed record CountersView
{
    public required long Received { get; init; }
    public required long Sent { get; init; }

    /// <summary>Messages of ours that may have arrived twice or not at all.</summary>
    public required long Uncertain { get; init; }

    /// <summary>Messages that wait for an operator now.</summary>
    public required long Parked { get; init; }
    public required long Rejected { get; init; }

    public static CountersView Of(BotCounters counters) => new()
    {
        Received = counters.Received,
        Sent = counters.Sent,
        Uncertain = counters.Uncertain,
        Parked = counters.Parked,
        Rejected = counters.Rejected,
    };
}

/// <summary>How a bot is doing.</summary>
public sealed record BotStatusView
{
    public required string BotId { get; init; }
    public required string Status { get; init; }
    public required string Health { get; init; }
    public string? Silo { get; init; }

    /// <summary>Number of the lease under which the bot runs; it only rises.</summary>
    public required long Epoch { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }
    public string? LastError { get; init; }
    public string? Username { get; init; }

    /// <summary>Whether the bot is meant to run; survives restarts.</summary>
    public required bool ShouldRun { get; init; }
    public required CountersView Counters { get; init; }

    public static BotStatusView Of(BotListItem bot) => new()
    {
        BotId = bot.BotId.Value,
        Status = bot.Status.ToString(),
        Health = bot.Health.ToString(),
        Silo = bot.Silo,
        Epoch = bot.Epoch,
        LastUpdateAt = bot.LastUpdateAt,
        LastError = bot.LastError,
        Username = bot.Username,
        ShouldRun = bot.ShouldRun,
        Counters = CountersView.Of(bot.Counters),
    };
}

/// <summary>A bot right after a start, stop or restart.</summary>
public sealed record BotReportView
{
    public required string BotId { get; init; }
    public required string Status { get; init; }
    public required string Health { get; init; }
    public string? Silo { get; init; }
    public required long Epoch { get; init; }
    public string? LastError { get; init; }

    /// <summary>When the session tries again by itself.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public string? Username { get; init; }

    public static BotReportView Of(BotReport report) => new()
    {
        BotId = report.BotId.Value,
        Status = report.Status.ToString(),
        Health = BotHealths.Of(report.Status).ToString(),
        Silo = report.Silo,
        Epoch = report.Epoch,
        LastError = report.LastError,
        RetryAt = report.RetryAt,
        Username = report.Username,
    };
}
