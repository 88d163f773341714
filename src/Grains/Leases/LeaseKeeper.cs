using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Leases;

/// <summary>
/// Keeps this silo's incarnation alive: one row, renewed each second. The deadline is counted on our own monotonic clock from
/// before the renewal was sent; when it passes, a thread of its own cuts every socket under it (<see cref="SiloLife.Cut"/>). An
/// expired incarnation never revives: a new one is registered and bots are claimed again.
/// </summary>
internal sealed partial class LeaseKeeper(
    ILeases leases,
    ISiloIdentity identity,
    ILocalSiloDetails silo,
    TimeProvider time,
    IOptions<LeaseOptions> options,
    ILogger<LeaseKeeper> logger) : BackgroundService, ILeaseKeeper
{
    private readonly LeaseOptions _options = options.Value;
    private DeadlineThread? _deadline;
    private volatile SiloLife? _life;
    private volatile bool _open;
    private volatile bool _draining;

    /// <summary>A registration whose answer was lost: it may live, and others must not take it for a silo.</summary>
    private Guid? _phantom;

    public SiloLife? Current => _life is { IsOver: false } life ? life : null;

    public bool IsDraining => _draining;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        _open = true;
        if (Current is { } life)
            await leases.SetDrainingAsync(life.Incarnation, draining: false, cancellation);
    }

    public async Task DrainAsync(CancellationToken cancellation)
    {
        _draining = true;
        if (Current is { } life)
            await leases.SetDrainingAsync(life.Incarnation, draining: true, cancellation);
    }

    /// <summary>Begins the first life before any bot is started; a store that is slow to answer is asked again, as it is later.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            RenewalFailed(exception);
        }

        _deadline = new DeadlineThread(() => _life?.EndIfOverdue());
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _deadline?.Dispose();
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
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
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
        if (_life is not { IsOver: false } life)
        {
            if (!_draining)
                await BeginAsync(cancellation);
            return;
        }

        var sentAt = time.Monotonic();
        if (await leases.RenewAsync(life.Incarnation, _options.Terms, cancellation).WaitAsync(_options.RenewTimeout, time, cancellation))
        {
            life.Renewed(LifeClock.Renewed(sentAt, _options.Terms));
            return;
        }

        life.End();
        IncarnationLost(life.Incarnation);
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var sentAt = time.Monotonic();
        var incarnation = new Incarnation
        {
            Id = Guid.NewGuid(),
            Silo = identity.Name,
            Address = identity.Address,
            HttpPort = identity.HttpPort,
            Member = silo.SiloAddress.ToParsableString(),
            Draining = !_open,
        };
        if (_phantom is { } phantom)
            await leases.RetireAsync(phantom, cancellation).WaitAsync(_options.RenewTimeout, time, cancellation);
        _phantom = incarnation.Id;
        await leases.RegisterAsync(incarnation, _options.Terms, cancellation).WaitAsync(_options.RenewTimeout, time, cancellation);
        _phantom = null;
        _life?.Dispose();
        _life = new SiloLife(incarnation.Id, time, LifeClock.Renewed(sentAt, _options.Terms));
        IncarnationBegan(incarnation.Id);
    }
}
