using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MultiBot.Cluster.Tests.Judging;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>The address of a webhook of all bots: what a subscriber of the event streams is told, in the order in which it is told.</summary>
internal sealed class EventCatcher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SiloCluster _cluster;
    private string? _id;

    private EventCatcher(WebApplication app, SiloCluster cluster) => (_app, _cluster) = (app, cluster);

    public ConcurrentQueue<SeenEvent> Caught { get; } = new();

    /// <summary>Is told of everything from now on.</summary>
    public static async Task<EventCatcher> StartAsync(SiloCluster cluster)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var catcher = new EventCatcher(builder.Build(), cluster);
        catcher._app.MapPost("/", catcher.CatchAsync);
        await catcher._app.StartAsync();
        using var response = await cluster.Speaker.Http.PostAsJsonAsync(
            "/api/v1/webhooks", new { name = "catcher", url = catcher._app.Urls.First() + "/", types = (string[])[SeenEvent.Received, SeenEvent.Sent] });
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        catcher._id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        return catcher;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_id is not null && _cluster.Silos.Any(silo => silo.IsSound))
                (await _cluster.Speaker.Http.DeleteAsync($"/api/v1/webhooks/{_id}")).Dispose();
        }
        finally
        {
            await _app.DisposeAsync();
        }
    }

    private async Task<IResult> CatchAsync(HttpRequest request)
    {
        Caught.Enqueue(SeenEvent.Read(await request.ReadFromJsonAsync<JsonElement>()));
        return Results.NoContent();
    }
}
