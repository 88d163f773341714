using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Telemetry;

namespace MultiBot.Grains.Supervision;

/// <summary>
/// Keeps this silo's bots running: claims its share of those that should run and that nobody holds, and starts what it holds and what
/// doesn't run. A round a second; at once when the silo is up.
/// </summary>
internal sealed partial class Supervisor(
    ILeases leases,
    ILeaseKeeper keeper,
    HeldBots held,
    ChatWaker waker,
    BotStarts starts,
    IGrainFactory grains,
    LeaseMetrics metrics,
    TimeProvider time,
    IOptions<SupervisorOptions> options,
    ILogger<Supervisor> logger) : BackgroundService
{
    private readonly SupervisorOptions _options = options.Value;
    private SiloLife? _seen;
    private DateTimeOffset _checkAt;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keeper.OpenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

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
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; its bots are given away next.
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        if (_seen is { IsOver: true })
            EndTheLost();
        _seen = keeper.Current;
        if (_seen is not { } life)
            return;

        try
        {
            await ClaimAsync(life, cancellation);
            await CheckAsync(life, cancellation);
        }
        catch (StoreUnavailableException exception)
        {
            RoundFailed(exception);
        }
    }

    /// <summary>With a life all its sessions are cut. A bot that is asked to start notices and makes room for its next holder, whoever that is.</summary>
    private void EndTheLost()
    {
        foreach (var bot in waker.HeldBots)
            grains.Bot(bot).Start().Ignore();
    }

    private async Task ClaimAsync(SiloLife life, CancellationToken cancellation)
    {
        var claimed = await leases.ClaimShareAsync(life.Incarnation, _options.MostClaims, cancellation);
        metrics.TakenOver(claimed.Count(grant => grant.TakenOver));
        foreach (var (bot, epoch, _) in claimed)
        {
            held.Grant(bot, life.Incarnation, epoch);
            starts.Begin(bot);
        }

        if (claimed.Count > 0)
            Claimed(claimed.Count);
    }

    private async Task CheckAsync(SiloLife life, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now < _checkAt)
            return;

        _checkAt = now + _options.CheckEvery;
        foreach (var bot in await leases.ReadHeldAsync(life.Incarnation, cancellation))
        {
            if (!waker.IsHeld(bot))
                starts.Begin(bot);
        }
    }

    [LoggerMessage(EventName = "supervisor.claimed", Level = LogLevel.Information, Message = "Claimed {Bots} bots that nobody held.")]
    private partial void Claimed(int bots);

    [LoggerMessage(EventName = "supervisor.round_failed", Level = LogLevel.Warning, Message = "The bots that should run could not be read; trying again.")]
    private partial void RoundFailed(Exception exception);
}
