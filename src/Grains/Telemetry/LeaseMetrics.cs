using System.Diagnostics.Metrics;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Grains.Telemetry;

/// <summary>What is counted of leases.</summary>
internal sealed class LeaseMetrics(IMeterFactory meters) : IInstruments
{
    private readonly Counter<long> _takeOvers = meters.Create(TelemetryNames.Meter).CreateCounter<long>(
        "multibot.lease.takeovers", "{bot}", "Bots taken over from a silo whose life had ended before it gave them up.");

    public void Show() => _takeOvers.Add(0);

    public void TakenOver(int bots)
    {
        if (bots > 0) _takeOvers.Add(bots);
    }
}
