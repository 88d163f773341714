using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Sandbox;

[assembly: AssemblyFixture(typeof(MultiBot.Telegram.Tests.SandboxHost))]

namespace MultiBot.Telegram.Tests;

/// <summary>
/// The sandbox on a free loopback port, under <c>/sandbox</c> and nowhere else: a session that loses the path finds nothing.
/// Shared by all tests; each takes a bot of its own.
/// </summary>
public sealed class SandboxHost : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private WebApplication? app;

    public string Url { get; private set; } = "";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox();
        app = builder.Build();
        app.MapSandbox("/sandbox");
        await app.StartAsync();
        Url = app.Urls.First() + "/sandbox";
        http.BaseAddress = new Uri(Url + "/");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>A person writes; answers the message's id.</summary>
    public async Task<long> WriteAsync(object message) => (await PostAsync("messages", message)).GetProperty("id").GetInt64();

    public Task BreakAsync(object fault) => PostAsync("faults", fault);

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await http.PostAsJsonAsync($"control/{path}", body, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>
    /// What the sandbox saw of a bot, one kind of call only, once there are as many. A call is noted down after its answer has
    /// left, so that its client may know of it first.
    /// </summary>
    public async Task<JsonElement[]> JournalAsync(string token, string what, int atLeast = 1)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(Rig.Patience);
        while (true)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"control/journal?token={token.Split(':')[0]}", patience.Token);
            JsonElement[] calls = [.. page.GetProperty("items").EnumerateArray().Where(entry => entry.GetProperty("what").GetString() == what)];
            if (calls.Length >= atLeast)
                return calls;
        }
    }

    /// <summary>What the person of a chat saw from the bot.</summary>
    public async Task<string[]> SeenAsync(string token, long chat) => [.. (await EntriesAsync(token, chat)).Select(entry => entry.GetProperty("text").GetString()!)];

    /// <summary>The same with all that there is to see.</summary>
    public async Task<JsonElement[]> EntriesAsync(string token, long chat)
    {
        var log = await http.GetFromJsonAsync<JsonElement>($"control/chats/{token.Split(':')[0]}/{chat}", Cancelled);
        return [.. log.EnumerateArray().Where(entry => entry.GetProperty("from").GetString() == "bot")];
    }
}
