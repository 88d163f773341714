using MultiBot.Domain.Leases;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Manager;

/// <summary>The silos as their incarnations show them.</summary>
internal sealed class ClusterInfo(ILeases leases)
{
    public async Task<ClusterView> ReadAsync()
    {
        var incarnations = await leases.ListAsync(CancellationToken.None);
        return new ClusterView
        {
            Silos =
            [
                .. incarnations.Select(info => new SiloView
                {
                    Name = info.Incarnation.Silo,
                    Address = info.Incarnation.Address,
                    HttpPort = info.Incarnation.HttpPort,
                    Status = info.Incarnation.Draining ? "Draining" : "Active",
                    Bots = info.Bots,
                    StartedAt = info.StartedAt,
                }),
            ],
        };
    }
}
