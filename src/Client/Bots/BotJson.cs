using MultiBot.Client.Output;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Bots;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Bots;

/// <summary>A bot in a list, and its status.</summary>
internal sealed record BotJson
{
    public required string BotId { get; init; }
    public required string Name { get; init; }
    public required AccountKind Kind { get; init; }
    public required BotStatus Status { get; init; }
    public required BotHealth Health { get; init; }
    public string? Silo { get; init; }
    public required string[] Tags { get; init; }
    public required BotCounters Counters { get; init; }
    public long Epoch { get; init; }
    public DateTimeOffset? LastUpdateAt { get; init; }
    public string? LastError { get; init; }
    public bool ShouldRun { get; init; }
    public string? Username { get; init; }
    public long Revision { get; init; }

    public static BotJson Of(BotListItem bot) => new()
    {
        BotId = bot.BotId.Value,
        Name = bot.Name,
        Kind = bot.Kind,
        Status = bot.Status,
        Health = bot.Health,
        Silo = bot.Silo,
        Tags = bot.Tags,
        Counters = bot.Counters,
        Epoch = bot.Epoch,
        LastUpdateAt = bot.LastUpdateAt,
        LastError = bot.LastError,
        ShouldRun = bot.ShouldRun,
        Username = bot.Username,
        Revision = bot.Revision,
    };
}

/// <summary>What a start, stop or restart led to.</summary>
internal sealed record ReportJson(
    string BotId, BotStatus Status, BotHealth Health, string? Silo, long Epoch, string? LastError, DateTimeOffset? RetryAt, string? Username)
{
    public static ReportJson Of(BotReport report) =>
        new(report.BotId.Value, report.Status, BotHealths.Of(report.Status), report.Silo, report.Epoch, report.LastError, report.RetryAt, report.Username);
}

/// <summary>Many bots at once: an answer each.</summary>
internal sealed record BatchItemJson(string BotId, bool Done, ProblemJson? Problem)
{
    public static PageJson<BatchItemJson> Of(BatchAnswer answer) =>
        new([.. answer.Items.Select(item => new BatchItemJson(item.BotId.Value, item.Problem is null, ProblemJson.Of(item.Problem)))], null);
}
