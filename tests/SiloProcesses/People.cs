using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Sandbox;

namespace MultiBot.SiloProcesses;

/// <summary>
/// The sandbox in the test's own process, which nobody kills: it plays the people, and what they saw is the judgement. Silos speak to
/// it over the wire.
/// </summary>
public sealed class People : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private People(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>With a path, so that its keeping is tried as well.</summary>
    public string BotApiUrl => BotApiPath(_http.BaseAddress!);

    public int Port => _http.BaseAddress!.Port;

    public static async Task<People> StartAsync(Action<SandboxOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox(configure);
        var app = builder.Build();
        app.UseRouting();
        app.MapSandbox("/sandbox");
        await app.StartAsync();
        return new People(app);
    }

    /// <summary>The base URL of a caller with a name, who may go through a proxy's port instead of the sandbox's own.</summary>
    public string BotApiUrlVia(string label, int? port = null) =>
        $"{BotApiPath(new UriBuilder(_http.BaseAddress!) { Port = port ?? Port }.Uri)}/via/{label}";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    public async Task WriteAsync(IEnumerable<object> messages)
    {
        using var response = await _http.PostAsJsonAsync("/sandbox/control/messages", messages);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>What one person saw of the bot, in order; waits until at least <paramref name="atLeast"/> messages are there or the time is up.</summary>
    public async Task<IReadOnlyList<string>> SawAsync(string token, long chat, int atLeast = 0, int timeoutSeconds = 30) =>
        [.. (await ChatAsync(token, chat, atLeast, timeoutSeconds))
            .Where(entry => entry.GetProperty("from").GetString() == "bot")
            .Select(entry => entry.GetProperty("text").GetString()!)];

    /// <summary>Both sides of a chat, in order; waits as <see cref="SawAsync"/> does.</summary>
    public async Task<IReadOnlyList<JsonElement>> ChatAsync(string token, long chat, int atLeast = 0, int timeoutSeconds = 30) =>
        [.. (await GetAsync($"chats/{NumberOf(token)}/{chat}?waitFor={atLeast}&timeout={timeoutSeconds}")).EnumerateArray()];

    public Task<JsonElement> StatsAsync() => GetAsync("stats");

    /// <summary>Who used the token: <c>{ "sessions": […], "forgotten": n }</c>.</summary>
    public Task<JsonElement> SessionsAsync(string token) => GetAsync($"sessions/{NumberOf(token)}");

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>($"/sandbox/control/{path}");

    private static string NumberOf(string token) => token.Split(':')[0];

    private static string BotApiPath(Uri server) => $"{server.GetLeftPart(UriPartial.Authority)}/sandbox";
}
