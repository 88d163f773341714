using Microsoft.AspNetCore.Authorization;
using MultiBot.Domain.Telemetry;
using MultiBot.Silo.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace MultiBot.Silo.Telemetry;

/// <summary>
/// Metrics for whoever reads <c>/metrics</c>; and metrics, traces and logs for a collector where one is named. Without one nobody listens to
/// the traces, and none are made. What is exported, how often and how much of it is said by the standard variables (OTEL_…).
/// </summary>
public static class TelemetryHosting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "multibot";

    public static WebApplicationBuilder UseTelemetry(this WebApplicationBuilder builder, HostSettings settings)
    {
        // The exporter reads the standard key; ours is the same by another name.
        if (settings.Telemetry.OtlpEndpoint is { } own)
            builder.Configuration.AddInMemoryCollection([new(Endpoint, own)]);

        builder.Services.AddSingleton(new ScrapeKey(settings.Telemetry.ReadScrapeKey())).AddSingleton<IAuthorizationHandler, ScrapeKeyHandler>();
        builder.Services.AddHostedService<ShownInstruments>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? ServiceName, serviceInstanceId: settings.Identity.Name))
            .WithMetrics(metrics => metrics.AddInstruments().AddPrometheusExporter());
        if (builder.Configuration[Endpoint] is { Length: > 0 })
            telemetry.UseOtlp();
        return builder;
    }

    private static void UseOtlp(this IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(traces => traces.AddSource(TelemetryNames.Spans))
        // Not the scopes: the web server's holds the path, and the sandbox, as Telegram, has the token there.
        .WithLogging(configureBuilder: null, logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, false))
        .UseOtlpExporter();
}
