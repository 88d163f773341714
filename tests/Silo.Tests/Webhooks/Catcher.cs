using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Silo.Tests.Webhooks;

/// <summary>A receiver as docs/webhooks.md describes one: checks the signature and answers.</summary>
internal sealed class Catcher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Id, JsonNode Body)> _caught = Channel.CreateUnbounded<(string Id, JsonNode Body)>();

    private Catcher(WebApplication app) => _app = app;

    public string Secret { get; } = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public int Status { get; set; } = 200;

    /// <summary>Answers wait for it, once the call is caught.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public string Url => _app.Urls.First() + "/in?key=hidden-in-the-address";

    public static async Task<Catcher> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var catcher = new Catcher(builder.Build());
        catcher._app.MapPost("/in", catcher.CatchAsync);
        await catcher._app.StartAsync();
        return catcher;
    }

    public async Task<JsonNode> NextAsync() => (await NextCallAsync()).Body;

    /// <summary>With its <c>webhook-id</c>.</summary>
    public async Task<(string Id, JsonNode Body)> NextCallAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _caught.Reader.ReadAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> CatchAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var signed = Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{body}");
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), signed));
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        if (request.Headers["webhook-signature"] != expected || age is < -60 or > 300) return Results.Unauthorized();
        _caught.Writer.TryWrite((request.Headers["webhook-id"].ToString(), JsonNode.Parse(body)!));
        await Gate;
        return Results.StatusCode(Status);
    }
}
