using MultiBot.Domain.Keys;
using MultiBot.Silo.Security;
using Orleans.Dashboard;

namespace MultiBot.Silo.Hosting;

/// <summary><c>/orleans</c>: Orleans' own dashboard, of every silo on each. It shows grains by their keys, chats' numbers included: for admins.</summary>
public static class ClusterDashboard
{
    private const string Path = "/orleans";

    /// <summary>The page brings its script, fonts and pictures; styles are set by the script.</summary>
    private const string ContentPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

    /// <summary>The log is no affair of a browser's.</summary>
    public static ISiloBuilder AddClusterDashboard(this ISiloBuilder silo) => silo.AddDashboard(options => options.HideTrace = true);

    public static WebApplication MapClusterDashboard(this WebApplication app)
    {
        var dashboard = app.MapOrleansDashboard(Path).NeedsInABrowser(ApiRole.Admin);
        dashboard.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return await next(context);
        });
        return app;
    }
}
