using System.Security.Cryptography;
using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>A silo rehearses before it joins one that runs, and only then.</summary>
public sealed class RehearsalTests : IAsyncLifetime
{
    private const string Rehearsed = "Hosting.Rehearsal[";
    private readonly string _folder = Directory.CreateTempSubdirectory("multibot-rehearsal-").FullName;
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private PostgresServer? _server;
    private PostgresDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        _server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
        _database = await _server.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What an operator sets is for the silo itself: nothing of it keeps the rehearsal from its end.</summary>
    [Fact]
    public async Task Silo_ThatJoinsAnother_RehearsesToTheEndWhateverIsSet()
    {
        await using var first = Silo("1");
        await using var second = Silo("2");
        var left = Directory.CreateDirectory(Path.Combine(_folder, "2", ".rehearsal"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "multibot.db"), "left by one that was killed", TestContext.Current.CancellationToken);

        await first.StartAsync();
        Assert.DoesNotContain(Rehearsed, first.Output, StringComparison.Ordinal);

        await second.StartAsync(
            ("MultiBot:Silo:Name", "second"), ("MultiBot:Llm:Endpoint", "http://127.0.0.1:1/v1"), ("MultiBot:Telemetry:OtlpEndpoint", "http://127.0.0.1:1"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("MultiBot:Llm:ConcurrencyPerBot", "1"), ("ASPNETCORE_URLS", "http://127.0.0.1:1"),
            ("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:1"), ("AllowedHosts", "multibot.example"), ("MultiBot:Cluster:Id", "multibot"));

        Assert.Contains("Rehearsed for", second.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(left.FullName), "The stage was left standing.");
    }

    [Fact]
    public async Task Silo_WithoutARehearsal_JoinsAllTheSame()
    {
        await using var first = Silo("1");
        await using var second = Silo("2");
        await first.StartAsync();
        await second.StartAsync(("MultiBot:Silo:Rehearse", "false"));
        Assert.DoesNotContain(Rehearsed, second.Output, StringComparison.Ordinal);

        await second.TerminateAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "2", ".rehearsal"), "no folder", TestContext.Current.CancellationToken);
        await second.StartAsync();

        Assert.Contains("The rehearsal failed", second.Output, StringComparison.Ordinal);
    }

    /// <summary>A life on record is not yet a silo that runs.</summary>
    [Fact]
    public async Task Silo_AfterTheDeathOfAll_DoesNotKeepPeopleWaiting()
    {
        await using var first = Silo("1");
        await using var second = Silo("2");
        await first.StartAsync();
        await first.KillAsync();

        await second.StartAsync();

        Assert.DoesNotContain(Rehearsed, second.Output, StringComparison.Ordinal);
    }

    private SiloProcess Silo(string name) => new(Path.Combine(_folder, name), [.. SiloProcess.On(_database), ("MultiBot:Security:MasterKey", _masterKey)]);
}
