using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Leases;

namespace MultiBot.Grains.Balance;

/// <summary>
/// Evens the bots out over the silos, by <see cref="FairShare"/>: every silo gives away what it has too much. A silo that stops gives
/// all away before its grains are deactivated.
/// </summary>
internal sealed partial class Balancer(
    ILeases leases,
    ILeaseKeeper keeper,
    HeldBots held,
    BotMover mover,
    TimeProvider time,
    IOptions<BalanceOptions> options,
    ILogger<Balancer> logger) : BackgroundService
{
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(50);

    private readonly BalanceOptions _options = options.Value;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DrainAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops: all bots are given away next.
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        if (keeper.Current is not { } life)
            return;

        try
        {
            var moves = FairShare.MovesOf(life.Incarnation, await LoadsAsync(cancellation), _options.Slack);
            if (moves.Count == 0)
                return;

            var bots = await leases.ReadHeldAsync(life.Incarnation, cancellation);
            var plan = bots.Zip(moves.SelectMany(move => Enumerable.Repeat(move.To, move.Bots)), (bot, to) => (Bot: bot, To: (Guid?)to)).ToList();
            Evening(plan.Count, bots.Count);
            await MoveAsync(plan, _options.MovesAtOnce, cancellation);
        }
        catch (StoreUnavailableException exception)
        {
            RoundFailed(exception);
        }
    }

    /// <summary>All bots to those who stay; without any, all come to rest, so that nothing is on its way when the silo ends.</summary>
    private async Task DrainAsync(CancellationToken cancellation)
    {
        if (keeper.Current is not { } life)
            return;

        try
        {
            await keeper.DrainAsync(cancellation);
            using var timer = new PeriodicTimer(DrainPause, time);
            using var patience = new CancellationTokenSource(_options.DrainTimeout, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            // Again, as long as one runs: a bot that was just being given to us can't be given away before it is here.
            while (await DrainOnceAsync(life, end.Token) && await timer.WaitForNextTickAsync(end.Token))
            {
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            RoundFailed(exception);
        }
    }

    private async Task<bool> DrainOnceAsync(SiloLife life, CancellationToken cancellation)
    {
        var moves = FairShare.MovesOf(life.Incarnation, await LoadsAsync(cancellation), slack: 0);
        var heirs = new Queue<Guid>(moves.SelectMany(move => Enumerable.Repeat(move.To, move.Bots)));
        var running = await leases.ReadHeldAsync(life.Incarnation, cancellation);
        var plan = running.Select(bot => (bot, heirs.TryDequeue(out var heir) ? heir : (Guid?)null)).ToList();
        plan.AddRange(held.All.Except(running).Select(bot => (bot, (Guid?)null)));
        if (plan.Count == 0 || life.IsOver)
            return false;

        Draining(plan.Count, moves.Count);
        await MoveAsync(plan, _options.DrainsAtOnce, cancellation);
        return running.Count > 0;
    }

    private Task MoveAsync(IEnumerable<(BotId Bot, Guid? To)> plan, int atOnce, CancellationToken cancellation) => Parallel.ForEachAsync(
        plan,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
        async (move, _) => await mover.MoveAsync(move.Bot, move.To));

    private async Task<List<SiloLoad>> LoadsAsync(CancellationToken cancellation) =>
        [.. (await leases.ListAsync(cancellation)).Select(silo => new SiloLoad(silo.Incarnation.Id, silo.Running, silo.Incarnation.Draining))];

    [LoggerMessage(EventName = "balance.evening", Level = LogLevel.Information, Message = "Giving {Moves} of {Bots} bots to silos that have fewer.")]
    private partial void Evening(int moves, int bots);

    [LoggerMessage(EventName = "balance.draining", Level = LogLevel.Information, Message = "The silo stops: giving {Bots} bots to {Silos} others.")]
    private partial void Draining(int bots, int silos);

    [LoggerMessage(EventName = "balance.round_failed", Level = LogLevel.Warning, Message = "The bots of the silos could not be read.")]
    private partial void RoundFailed(Exception exception);
}
