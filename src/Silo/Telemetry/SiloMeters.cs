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

    /// <summary>The SDK leaves out, without a word, what comes beyond a thousand; a process with many silos has more.</summary>
    private const int MostStreams = 20_000;

    public static MeterProviderBuilder AddInstruments(this MeterProviderBuilder metrics) => metrics
        .AddMeter(TelemetryNames.Meter, Orleans, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
        .AddView(instrument => instrument.Meter.Name == Orleans && !OfOrleans.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
        .SetMaxMetricStreams(MostStreams);
}
