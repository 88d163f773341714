using Microsoft.Extensions.Logging;
using MultiBot.Domain.Leases;

namespace MultiBot.Grains.Leases;

/// <summary>
/// Carries the cluster's verdict into the leases: what the membership declares dead may not renew any more, and its bots need not
/// wait until its life has run out. Every silo does it; the first one counts.
/// </summary>
internal sealed partial class CondemnedSilos(ISiloStatusOracle membership, ILeases leases, TimeProvider time, ILogger<CondemnedSilos> logger)
    : ISiloStatusListener
{
    /// <summary>Without the verdict in the store the bots only wait for the dead silo's life to run out.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public Task StartAsync(CancellationToken cancellation)
    {
        membership.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation)
    {
        membership.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.Dead && !updatedSilo.Equals(membership.SiloAddress))
            _ = CondemnAsync(updatedSilo.ToParsableString());
    }

    private async Task CondemnAsync(string member)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            try
            {
                if (await leases.CondemnAsync(member, CancellationToken.None))
                    Condemned(member);
                return;
            }
            catch (Exception exception)
            {
                CondemnFailed(exception, member);
            }

            await Task.Delay(Pause, time);
        }
    }

    [LoggerMessage(EventName = "lease.silo_condemned", Level = LogLevel.Warning, Message = "Silo {Member} was declared dead; its bots may be taken over.")]
    private partial void Condemned(string member);

    [LoggerMessage(EventName = "lease.condemn_failed", Level = LogLevel.Warning, Message = "That silo {Member} is dead could not be stored; trying again.")]
    private partial void CondemnFailed(Exception exception, string member);
}
