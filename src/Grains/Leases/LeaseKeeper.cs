using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Leases;

namespace MultiBot.Grains.Leases;

/// <summary>
/// Keeps this silo's incarnation alive: one row, renewed each second. The deadline is counted on our own monotonic clock from
/// before the renewal was sent; when it passes, <see cref="SiloLife.Lost"/> fires and every socket under it is cut. An expired
/// incarnation never revives: a new one is registered and bots are claimed again.
/// </summary>
internal sealed partial class LeaseKeeper(
    ILeases leases,
    ISiloIdentity identity,
    TimeProvider time,
    IOptions<LeaseOptions> options,
    ILogger<LeaseKeeper> logger) : BackgroundService, ILeaseKeeper
{
    private readonly LeaseOptions _options = options.Value;
    private SiloLife? _life;

    public SiloLife? Current => _life is { } life && !life.Lost.IsCancellationRequested ? life : null;

    /// <summary>Begins the first life before any bot is started.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_life is not { } life)
            return;

        life.End();
        await leases.RetireAsync(life.Incarnation, cancellationToken);
        life.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.RenewEvery, time);
        while (await NextTickAsync(timer, stoppingToken))
        {
            try
            {
                await RenewAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                RenewalFailed(exception);
            }
        }
    }

    private static async Task<bool> NextTickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        if (_life is not { } life || life.Lost.IsCancellationRequested)
        {
            _life?.Dispose();
            await BeginAsync(cancellation);
            return;
        }

        var sentAt = time.GetTimestamp();
        if (await leases.RenewAsync(life.Incarnation, _options.TimeToLive, cancellation))
        {
            life.LiveUntil(_options.TimeToLive - time.GetElapsedTime(sentAt));
            return;
        }

        life.End();
        IncarnationLost(life.Incarnation);
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var sentAt = time.GetTimestamp();
        var incarnation = new Incarnation { Id = Guid.NewGuid(), Silo = identity.Name, Address = identity.Address, HttpPort = identity.HttpPort };
        await leases.RegisterAsync(incarnation, _options.TimeToLive, cancellation);
        var life = new SiloLife(incarnation.Id, time);
        life.LiveUntil(_options.TimeToLive - time.GetElapsedTime(sentAt));
        _life = life;
        IncarnationBegan(incarnation.Id);
    }
}
