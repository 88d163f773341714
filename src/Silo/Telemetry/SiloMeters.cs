using System.Diagnostics.Metrics;
using MultiBot.Domain.Telemetry;
using OpenTelemetry.Metrics;

namespace MultiBot.Silo.Telemetry;

/// <summary>What is measured: all of our own, and of others what an operator can use and what costs nothing on a message's path.</summary>
internal static class SiloMeters
{
    private const string Orleans = "Microsoft.Orleans";

    /// <summary>Of Orleans' hundred: what is read when asked for, or rare. The rest is counted with each grain call.</summary>
    private static readonly HashSet<string> OfOrleans =
    [
        "orleans-catalog-activations", "orleans-catalog-activation-failed-to-activate", "orleans-app-requests-timedout", "orleans-messaging-expired",
        "orleans-messaging-rejected", "orleans-messaging-sent-dropped", "orleans-messaging-sent-failed", "orleans-messaging-pings-reply-missed",
        "orleans-networking-sockets-opened", "orleans-networking-sockets-closed", "orleans-gateway-connected-clients",
        "orleans-scheduler-long-running-turns", "orleans-watchdog-health-checks-failed",
    ];

    public static MeterProviderBuilder AddInstruments(this MeterProviderBuilder metrics) => metrics
        .AddMeter(TelemetryNames.Meter, Orleans, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
        .AddView(instrument => instrument.Meter.Name == Orleans && !OfOrleans.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
        .AddOwnOnly();

    /// <summary>
    /// Not what another silo in this process measures under the same names: the SDK would take both for one, and let ours go with the other's end.
    /// </summary>
    private static MeterProviderBuilder AddOwnOnly(this MeterProviderBuilder metrics) => ((IDeferredMeterProviderBuilder)metrics).Configure((services, own) =>
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        own.AddView(instrument => instrument.Meter.Scope is IMeterFactory other && !ReferenceEquals(other, factory) ? MetricStreamConfiguration.Drop : null);
    });
}
