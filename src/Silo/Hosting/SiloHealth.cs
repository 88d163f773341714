using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MultiBot.Grains.Leases;
using MultiBot.Silo.Api.Json;
using MultiBot.Storage.Startup;

namespace MultiBot.Silo.Hosting;

/// <summary><c>/health/live</c> (the process answers) and <c>/health/ready</c> (it can do its work). Open to all: they tell nothing but that.</summary>
public static class SiloHealth
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    public static IServiceCollection AddSiloHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<OrleansCheck>("orleans").AddCheck<LeaseCheck>("lease").AddCheck<StorageCheck>("storage");
        return services;
    }

    public static WebApplication MapSiloHealth(this WebApplication app)
    {
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks(Ready, new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        return app;
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthAnswer(report.Status.ToString(), report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString())), ApiJson.Options);

    private sealed record HealthAnswer(string Status, Dictionary<string, string> Checks);

    /// <summary>This silo is a member of its cluster.</summary>
    private sealed class OrleansCheck(ISiloStatusOracle silo) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(silo.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }

    /// <summary>The database answers within a moment.</summary>
    private sealed class StorageCheck(IStorageStartup storage, TimeProvider time) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await storage.IsReachableAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy();
            }
            catch (TimeoutException)
            {
                return HealthCheckResult.Unhealthy();
            }
        }
    }

    /// <summary>The silo's life was renewed in time.</summary>
    private sealed class LeaseCheck(ILeaseKeeper keeper) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(keeper.Current is not null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
