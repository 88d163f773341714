using Microsoft.Extensions.Logging;

namespace MultiBot.Grains.Leases;

internal sealed partial class LeaseKeeper
{
    [LoggerMessage(EventName = "lease.incarnation_began", Level = LogLevel.Information, Message = "Silo incarnation {Incarnation} is alive.")]
    private partial void IncarnationBegan(Guid incarnation);

    [LoggerMessage(EventName = "lease.incarnation_lost", Level = LogLevel.Error, Message = "Silo incarnation {Incarnation} was declared dead or expired; its sessions are cut.")]
    private partial void IncarnationLost(Guid incarnation);

    [LoggerMessage(EventName = "lease.renewal_failed", Level = LogLevel.Warning, Message = "The incarnation could not be renewed; trying again until its deadline.")]
    private partial void RenewalFailed(Exception exception);
}
