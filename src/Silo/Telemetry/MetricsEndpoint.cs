using MultiBot.Domain.Keys;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Telemetry;

/// <summary>
/// <c>/metrics</c>, for Prometheus. Open to programs on this machine; from elsewhere a key for all bots is needed (the figures are of all), or
/// the scrape key.
/// </summary>
public static class MetricsEndpoint
{
    private const string Path = "/metrics";

    public static WebApplication MapMetrics(this WebApplication app)
    {
        app.MapPrometheusScrapingEndpoint(Path).NeedsUnlessLocal(ApiRole.Viewer, allBots: true).WithMetadata(new ScrapedEndpoint());
        return app;
    }
}
