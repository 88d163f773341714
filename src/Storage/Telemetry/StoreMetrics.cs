using System.Diagnostics.Metrics;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Storage.Telemetry;

/// <summary>What is measured of the store.</summary>
internal sealed class StoreMetrics(IMeterFactory meters)
{
    private readonly Histogram<int> _sizes = meters.Create(TelemetryNames.Meter).CreateHistogram(
        "multibot.store.batch.size", "{slice}", "Slices that shared one commit.", tags: null, Buckets.Sizes);

    public void Committed(int slices) => _sizes.Record(slices);
}
