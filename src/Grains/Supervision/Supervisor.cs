using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;

namespace MultiBot.Grains.Supervision;

/// <summary>
/// Starts what should run and doesn't: at once when the silo is up, then every few seconds. Bots are started side by side, so
/// that one hanging start delays nobody; a start that fails is simply tried again with the next round.
/// </summary>
internal sealed partial class Supervisor(
    IBotStore bots,
    IGrainFactory grains,
    ChatWaker waker,
    ILeaseKeeper keeper,
    TimeProvider time,
    IOptions<SupervisorOptions> options,
    ILogger<Supervisor> logger) : BackgroundService
{
    private readonly SupervisorOptions _options = options.Value;
    private Guid _incarnation;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Every, time);
        try
        {
            do
            {
                await RoundAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops; its bots are handed over by their own deactivation.
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        if (keeper.Current is not { } life)
            return;

        try
        {
            // After a lost life every bot's session was cut: all of them are claimed again.
            var anew = _incarnation != life.Incarnation;
            var missing = (await bots.ReadShouldRunAsync(cancellation)).Where(bot => anew || !waker.IsHeld(bot));
            var settings = new ParallelOptions { MaxDegreeOfParallelism = _options.StartsAtOnce, CancellationToken = cancellation };
            await Parallel.ForEachAsync(missing, settings, StartAsync);
            _incarnation = life.Incarnation;
        }
        catch (StoreUnavailableException exception)
        {
            RoundFailed(exception);
        }
    }

    private async ValueTask StartAsync(BotId bot, CancellationToken cancellation)
    {
        try
        {
            var answer = await grains.Bot(bot).Start().WaitAsync(_options.StartTimeout, time, cancellation);
            if (answer.Problem is { } problem)
                StartRefused(bot, problem.Code);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            StartFailed(exception, bot);
        }
    }

    [LoggerMessage(EventName = "supervisor.round_failed", Level = LogLevel.Warning, Message = "The bots that should run could not be read; trying again.")]
    private partial void RoundFailed(Exception exception);

    [LoggerMessage(EventName = "supervisor.start_refused", Level = LogLevel.Warning, Message = "Bot {Bot} could not be started: {Code}")]
    private partial void StartRefused(BotId bot, string code);

    [LoggerMessage(EventName = "supervisor.start_failed", Level = LogLevel.Error, Message = "Bot {Bot} failed to start; trying again.")]
    private partial void StartFailed(Exception exception, BotId bot);
}
