using MultiBot.Domain.Bots;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Metrics;

/// <summary><c>/metrics/bots/{botId}</c>: what a bot did, as series for charts.</summary>
public static class MetricsApi
{
    private const int MostPoints = 2000;
    private static readonly TimeSpan Shown = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, TimeSpan> Steps = new() { ["hour"] = TimeSpan.FromHours(1), ["day"] = TimeSpan.FromDays(1) };

    public static RouteGroupBuilder MapMetricsApi(this RouteGroupBuilder api)
    {
        api.MapGet("/metrics/bots/{botId}", Read).Needs(ApiRole.Viewer).WithTags("Metrics").WithSummary("Read what a bot did, by the hour or the day")
            .Produces<BotSeries>();
        return api;
    }

    /// <param name="context">The request.</param>
    /// <param name="queries">Figures.</param>
    /// <param name="clock">Now.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="from">The first moment; a day before the end when absent.</param>
    /// <param name="to">The end; now when absent.</param>
    /// <param name="step"><c>hour</c> (when absent) or <c>day</c>, both of UTC.</param>
    public static async Task<IResult> Read(
        HttpContext context, IQueries queries, TimeProvider clock, BotId botId, DateTimeOffset? from, DateTimeOffset? to, string? step)
    {
        if (!Steps.TryGetValue(step ?? "hour", out var length)) return ApiProblems.Parameter("step", "must be hour or day.").Result();
        var end = to ?? clock.GetUtcNow();
        if (from is null && end - DateTimeOffset.MinValue < Shown) return ApiProblems.Parameter("to", "is too long ago.").Result();
        var start = from ?? end - Shown;
        if (start >= end) return ApiProblems.Parameter("from", "must be before «to».").Result();
        if ((end - start) / length > MostPoints) return ApiProblems.Parameter("from", $"and «to» may be at most {MostPoints} steps apart.").Result();
        if (await queries.FindBotAsync(botId, context.RequestAborted) is null) return ApiProblems.BotUnknown(botId.Value).Result();

        var hours = await queries.ReadFiguresAsync(botId, FigureSeries.StepOf(start, length), end, context.RequestAborted);
        return Results.Ok(new BotSeries
        {
            BotId = botId.Value, Step = step ?? "hour", Items = [.. FigureSeries.Of(hours, start, end, length).Select(BotFigures.Of)],
        });
    }
}

/// <summary>A bot's figures in equal steps, without holes.</summary>
public sealed record BotSeries
{
    public required string BotId { get; init; }
    public required string Step { get; init; }
    public required BotFigures[] Items { get; init; }
}

/// <summary>What a bot did within a step.</summary>
public sealed record BotFigures
{
    /// <summary>When the step begins.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Messages of people.</summary>
    public required long Received { get; init; }

    /// <summary>Messages of ours that left, uncertain ones with them.</summary>
    public required long Sent { get; init; }
    public required long Uncertain { get; init; }

    /// <summary>Messages that got no answer, and messages of ours that were refused.</summary>
    public required long Failed { get; init; }
    public required long FloodWaits { get; init; }

    /// <summary>How long people waited for a reply, in seconds: the mean; null when none is known.</summary>
    public required double? ReplySeconds { get; init; }
    public required double? SlowestReplySeconds { get; init; }
    public required long InputTokens { get; init; }
    public required long OutputTokens { get; init; }

    public static BotFigures Of(BotHour step) => new()
    {
        At = step.Hour,
        Received = step.Figures.Received,
        Sent = step.Figures.Sent,
        Uncertain = step.Figures.Uncertain,
        Failed = step.Figures.Failed,
        FloodWaits = step.Figures.FloodWaits,
        ReplySeconds = step.Figures.Replies == 0 ? null : step.Figures.ReplyMs / 1000.0 / step.Figures.Replies,
        SlowestReplySeconds = step.Figures.Replies == 0 ? null : step.Figures.SlowestReplyMs / 1000.0,
        InputTokens = step.Figures.InputTokens,
        OutputTokens = step.Figures.OutputTokens,
    };
}
