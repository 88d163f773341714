using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;

namespace MultiBot.Grains.Events;

/// <summary>Keeps the event log and the figures made of it at their size, at start and every hour. One per silo; that several do it costs nothing.</summary>
internal sealed partial class EventRetention(
    IEventRetention events, TimeProvider time, IOptions<EventsOptions> options, ILogger<EventRetention> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeepEvery, time);
        try
        {
            do
            {
                await TryKeepAsync(stoppingToken);
                await TryForgetFiguresAsync(stoppingToken);
                await TryForgetDecisionsAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; the next start goes on.
            return;
        }
    }

    private async Task TryKeepAsync(CancellationToken cancellation)
    {
        try
        {
            var forgotten = await events.KeepAsync(options.Value.RetentionDays, cancellation);
            if (forgotten is not (0, 0)) Forgotten(forgotten.Days, forgotten.Events);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            NotKept(exception);
        }
    }

    private async Task TryForgetFiguresAsync(CancellationToken cancellation)
    {
        try
        {
            var hours = await events.ForgetFiguresAsync(options.Value.FiguresRetentionDays, cancellation);
            if (hours > 0) FiguresForgotten(hours);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            FiguresNotForgotten(exception);
        }
    }

    private async Task TryForgetDecisionsAsync(CancellationToken cancellation)
    {
        try
        {
            var decisions = await events.ForgetDecisionsAsync(options.Value.DecisionsRetentionDays, cancellation);
            if (decisions > 0) DecisionsForgotten(decisions);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            DecisionsNotForgotten(exception);
        }
    }

    [LoggerMessage(EventName = "events.decisions_forgotten", Level = LogLevel.Information, Message = "Old decisions are gone: {Count}.")]
    private partial void DecisionsForgotten(long count);

    [LoggerMessage(EventName = "events.decisions_not_forgotten", Level = LogLevel.Warning, Message = "Old decisions could not be forgotten; trying again in a while.")]
    private partial void DecisionsNotForgotten(Exception exception);

    [LoggerMessage(EventName = "events.forgotten", Level = LogLevel.Information, Message = "Old events are gone: {Days} whole days, {Events} single ones.")]
    private partial void Forgotten(int days, long events);

    [LoggerMessage(EventName = "events.not_kept", Level = LogLevel.Warning, Message = "The days of the event log could not be looked after; trying again in a while. Nothing is lost meanwhile.")]
    private partial void NotKept(Exception exception);

    [LoggerMessage(EventName = "events.figures_forgotten", Level = LogLevel.Information, Message = "Old figures are gone: {Hours} hours of bots.")]
    private partial void FiguresForgotten(long hours);

    [LoggerMessage(EventName = "events.figures_not_forgotten", Level = LogLevel.Warning, Message = "Old figures could not be forgotten; trying again in a while.")]
    private partial void FiguresNotForgotten(Exception exception);
}
