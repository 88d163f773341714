using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiBot.Grains.Webhooks;

internal static class WebhooksRegistration
{
    /// <summary>New connections now and then, so that a change of address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Nothing of an answer's body is of interest, and little of its head.</summary>
    private const int LongestHeadKilobytes = 16;

    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookSilo>();
        services.AddSingleton<WebhookRegistry>();
        services.AddHttpClient(WebhookSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Open)
            // The factory's own loggers write whole addresses; the handler looks after the age of its connections itself.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static SocketsHttpHandler Open(IServiceProvider provider) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Only what is configured here decides about the way: no proxy of the environment's.
        UseProxy = false,
        // Without a propagator the handler writes no activities, whose url tags would hold the address.
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = provider.GetRequiredService<IOptions<WebhooksOptions>>().Value.Timeout,
        MaxResponseHeadersLength = LongestHeadKilobytes,
        PooledConnectionLifetime = ConnectionLifetime,
    };
}
