using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Silo.Hosting;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.Fixtures;

/// <summary>The real silo, in process, on free ports and a folder of its own.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    public const string AdminKey = "a-fixed-admin-key-for-tests-0123456789";
    private readonly WebApplication app;
    private bool stopped;

    private TestSilo(WebApplication app, string folder)
    {
        (this.app, Folder) = (app, folder);
        Identity = app.Services.GetRequiredService<SiloIdentity>();
        Client = new HttpClient { BaseAddress = Identity.LocalUrl };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public string Folder { get; }
    public SiloIdentity Identity { get; }

    /// <summary>Sends the fixed admin key.</summary>
    public HttpClient Client { get; }
    public IServiceProvider Services => app.Services;

    public static string NewFolder() => Directory.CreateTempSubdirectory("multibot-silo-").FullName;

    public static string[] Arguments(string folder, params string[] more) =>
    [
        $"--MultiBot:DataFolder={folder}", $"--MultiBot:Bots:Folder={folder}/bots", "--MultiBot:Http:Port=0", "--MultiBot:Silo:Port=0",
        "--MultiBot:Silo:GatewayPort=0", $"--MultiBot:Security:AdminKey={AdminKey}", "--Logging:LogLevel:Default=Error", "--MultiBot:Silo:Rehearse=false", .. more,
    ];

    public static Task<TestSilo> StartAsync(string? folder = null, params string[] more) => StartAsync(TextWriter.Null, folder, more);

    public static async Task<TestSilo> StartAsync(TextWriter output, string? folder = null, params string[] more)
    {
        folder ??= NewFolder();
        var app = SiloComposition.Build(Arguments(folder, more));
        try
        {
            await app.StartSiloAsync(output);
            return new TestSilo(app, folder);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with another key, or with none.</summary>
    public HttpClient WithKey(string? key)
    {
        var client = new HttpClient { BaseAddress = Identity.LocalUrl };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A bot on the sandbox that answers at once; the id becomes part of its token.</summary>
    public static string Bot(string id, long account) =>
        $$$"""{"botId":"{{{id}}}","name":"{{{id}}}","telegram":{"kind":"bot","token":"{{{account}}}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","apiUrl":"sandbox"},"pacing":{"debounceSeconds":0,"minTypingSeconds":0,"maxTypingSeconds":0}}""";

    public async Task RegisterAsync(string id, long account) =>
        (await Client.PostAsync("/api/v1/bots", Json(Bot(id, account)))).EnsureSuccessStatusCode();

    /// <summary>A bot as above that asks a model, with room for an answer at length.</summary>
    public async Task RegisterAsync(string id, long account, LlmStub llm, double debounceSeconds = 0)
    {
        var config = JsonNode.Parse(Bot(id, account))!;
        config["llm"] = new JsonObject
        {
            ["provider"] = "compatible", ["endpoint"] = llm.Endpoint, ["apiKey"] = "a-key", ["model"] = "stub", ["maxOutputTokens"] = 1_000,
        };
        config["pacing"]!["debounceSeconds"] = debounceSeconds;
        (await Client.PostAsync("/api/v1/bots", Json(config.ToJsonString()))).EnsureSuccessStatusCode();
    }

    /// <summary>Stops gracefully and keeps the folder. May be called again.</summary>
    public async Task StopAsync()
    {
        if (stopped) return;
        stopped = true;
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
