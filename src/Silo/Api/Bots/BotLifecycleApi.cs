using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Bots;

/// <summary><c>/bots/{botId}/status|start|stop|restart</c>.</summary>
public static class BotLifecycleApi
{
    public static RouteGroupBuilder MapBotLifecycle(this RouteGroupBuilder bots)
    {
        bots.MapGet("/{botId}/status", Status).Needs(ApiRole.Viewer).WithSummary("How a bot is doing").Produces<BotStatusView>();
        bots.MapPost("/{botId}/start", Start).Needs(ApiRole.Operator).Audited("bot.start")
            .WithSummary("Start a bot; it runs until it is stopped").Produces<BotReportView>();
        bots.MapPost("/{botId}/stop", Stop).Needs(ApiRole.Operator).Audited("bot.stop")
            .WithSummary("Stop a bot; it stays stopped").Produces<BotReportView>();
        bots.MapPost("/{botId}/restart", Restart).Needs(ApiRole.Operator).Audited("bot.restart")
            .WithSummary("Stop and start a bot").Produces<BotReportView>();
        return bots;
    }

    private static async Task<IResult> Status(HttpContext context, IQueries queries, BotId botId) =>
        await queries.FindBotAsync(botId, context.RequestAborted) is { } bot
            ? Results.Ok(BotStatusView.Of(bot))
            : ApiProblems.BotUnknown(botId.Value).Result();

    private static async Task<IResult> Start(IGrainFactory grains, BotId botId) =>
        (await grains.Manager().StartBot(botId)).Result(report => Results.Ok(BotReportView.Of(report)));

    private static async Task<IResult> Stop(IGrainFactory grains, BotId botId) =>
        (await grains.Manager().StopBot(botId)).Result(report => Results.Ok(BotReportView.Of(report)));

    private static async Task<IResult> Restart(IGrainFactory grains, BotId botId) =>
        (await grains.Manager().RestartBot(botId)).Result(report => Results.Ok(BotReportView.Of(report)));
}
