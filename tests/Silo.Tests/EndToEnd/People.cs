using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Sandbox;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>The sandbox in a process that nobody kills: it plays the people, and what they saw is the judgement.</summary>
internal sealed class People : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private People(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>With a path, so that its keeping is tried as well.</summary>
    public string BotApiUrl => $"{_app.Urls.First()}/sandbox";

    public static async Task<People> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox();
        var app = builder.Build();
        app.UseRouting();
        app.MapSandbox("/sandbox");
        await app.StartAsync();
        return new People(app);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    public async Task WriteAsync(IEnumerable<object> messages)
    {
        using var response = await _http.PostAsJsonAsync("/sandbox/control/messages", messages);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>What one person saw of the bot, in order; waits until at least <paramref name="atLeast"/> messages are there or the time is up.</summary>
    public async Task<IReadOnlyList<string>> SawAsync(string token, long chat, int atLeast = 0, int timeoutSeconds = 30)
    {
        var entries = await _http.GetFromJsonAsync<JsonElement>(
            $"/sandbox/control/chats/{token.Split(':')[0]}/{chat}?waitFor={atLeast}&timeout={timeoutSeconds}");
        return [.. entries.EnumerateArray()
            .Where(entry => entry.GetProperty("from").GetString() == "bot")
            .Select(entry => entry.GetProperty("text").GetString()!)];
    }

    public async Task<JsonElement> StatsAsync() => await _http.GetFromJsonAsync<JsonElement>("/sandbox/control/stats");
}
