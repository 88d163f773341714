using Microsoft.AspNetCore.Mvc;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Bots;
using MultiBot.Silo.Api.Chats;
using MultiBot.Silo.Api.Cluster;
using MultiBot.Silo.Api.Decisions;
using MultiBot.Silo.Api.Events;
using MultiBot.Silo.Api.Idempotency;
using MultiBot.Silo.Api.Json;
using MultiBot.Silo.Api.Keys;
using MultiBot.Silo.Api.Metrics;
using MultiBot.Silo.Api.Parked;
using MultiBot.Silo.Api.Privacy;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Api.Templates;
using MultiBot.Silo.Api.Webhooks;

namespace MultiBot.Silo.Api;

/// <summary><c>/api/v1</c>.</summary>
public static class RestApi
{
    /// <summary>1 MiB: forty times the largest configuration, small enough that nobody fills the memory with bodies.</summary>
    private const int MaxBody = 1 << 20;

    public static IServiceCollection AddRestApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton<Auditor>();
        services.AddSingleton<EventStreams>();
        return services;
    }

    public static WebApplication UseRestApi(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();
        return app;
    }

    public static WebApplication MapRestApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapBotsApi().MapTemplatesApi().MapChatsApi().MapParkedApi().MapEventsApi().MapDeadEventsApi().MapMetricsApi().MapDecisionsApi().MapClusterApi().MapKeysApi();
        api.MapWebhooksApi().MapPersonApi().MapDoNotContactApi();
        return app;
    }
}
