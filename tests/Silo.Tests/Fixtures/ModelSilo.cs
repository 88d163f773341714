using System.Text.Json.Nodes;
using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.Fixtures;

/// <summary>What a silo of a test stores on.</summary>
public enum SiloStorage
{
    Sqlite,
    Postgres,
}

/// <summary>A silo, the stub of a model for its bots, and its sandbox's people: one of each for every test of a class.</summary>
/// <param name="storage">What it stores on.</param>
/// <param name="settings">More of its arguments.</param>
public abstract class ModelSilo(SiloStorage storage, params string[] settings) : IAsyncLifetime
{
    private PostgresServer? _server;
    private string[] _database = [];
    private LlmStub? _llm;
    private TestSilo? _silo;

    protected LlmStub Llm => _llm!;

    protected TestSilo Silo => _silo!;

    protected HttpClient Client => Silo.Client;

    public virtual async ValueTask InitializeAsync()
    {
        _llm = await LlmStub.StartAsync();
        if (storage is SiloStorage.Postgres)
        {
            Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
            _server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
            _database = [.. SiloProcess.On(await _server.CreateDatabaseAsync()).Select(setting => $"--{setting.Key}={setting.Value}"), "--MultiBot:Sandbox:Enabled=true"];
        }

        await StartAsync(folder: null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.DisposeAsync();
        if (_llm is not null) await _llm.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the silo and starts another one on what it left.</summary>
    protected async Task RestartAsync(Func<Task>? between = null)
    {
        var folder = Silo.Folder;
        await Silo.StopAsync();
        if (between is not null) await between();
        await StartAsync(folder);
    }

    /// <summary>A bot of the sandbox that asks the stub.</summary>
    protected JsonObject Bot(string id, long account)
    {
        var config = JsonNode.Parse(TestSilo.Bot(id, account))!.AsObject();
        config["llm"] = new JsonObject { ["provider"] = "compatible", ["endpoint"] = Llm.Endpoint, ["apiKey"] = "a-key", ["model"] = "stub" };
        return config;
    }

    protected async Task RegisterAsync(JsonObject config)
    {
        var answer = await PostAsync("/api/v1/bots", config.ToJsonString());
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    protected Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(path, TestSilo.Json(json));

    protected async Task<JsonNode> ReadAsync(string path) => await (await Client.GetAsync(path)).EnsureSuccessStatusCode().JsonAsync();

    private async Task StartAsync(string? folder) => _silo = await TestSilo.StartAsync(folder, [.. _database, .. settings]);
}
