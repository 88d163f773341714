using MultiBot.SiloProcesses;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MultiBot.PrivatePostgres;
using MultiBot.Silo.Tests.Events;
using MultiBot.Silo.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>Two silos on one PostgreSQL, as an operator starts them: one cluster, whoever of the three is killed.</summary>
public sealed class TwoSilosTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Measured 2.3 to 2.8 s; Orleans' defaults take 7 to 13 s.</summary>
    private static readonly TimeSpan DeathIsKnown = TimeSpan.FromSeconds(6);

    /// <summary>Measured 8 s; Orleans' defaults take 102 s.</summary>
    private static readonly TimeSpan ColdStart = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("multibot-two-").FullName;
    private PostgresServer _server = null!;
    private PostgresDatabase _database = null!;
    private SiloProcess _first = null!;
    private SiloProcess _second = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        _server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
        var masterKey = ("MultiBot:Security:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        _database = await _server.CreateDatabaseAsync();
        (string, string)[] settings = [.. SiloProcess.On(_database), masterKey];
        _first = new SiloProcess(Path.Combine(_folder, "1"), settings);
        _second = new SiloProcess(Path.Combine(_folder, "2"), settings);
        // At once and on an empty database: one of them makes it.
        await Task.WhenAll(_first.StartAsync(), _second.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Bot_RegisteredAtOne_IsReadAndCommandedAtTheOther()
    {
        await using var people = await People.StartAsync();
        Assert.Equal(await SilosAsync(_first), await SilosAsync(_second));
        Assert.Equal(2, (await SilosAsync(_first)).Count);

        var bot = new { botId = "anna", name = "Anna", telegram = new { kind = "bot", token = "501:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", apiUrl = people.BotApiUrl } };
        using (var registered = await _first.Http.PostAsJsonAsync("/api/v1/bots", bot)) Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        await _second.Http.UntilAsync("/api/v1/bots/anna/status", status => (string?)status["status"] == "Running");
        await CommandAsync(_second, "restart");
        await _first.Http.UntilAsync("/api/v1/bots/anna/status", status => (string?)status["status"] == "Running");
        await CommandAsync(_second, "stop");
        await _first.Http.UntilAsync("/api/v1/bots/anna/status", status => (string?)status["status"] == "Stopped");
        await CommandAsync(_first, "start");
        var running = await _second.Http.UntilAsync("/api/v1/bots/anna/status", status => (string?)status["status"] == "Running");

        Assert.Contains((string?)running["silo"], await SilosAsync(_first));
    }

    /// <summary>What one silo does is followed at the other; a transaction that is held open delays what comes after it and nothing is skipped.</summary>
    [Fact]
    public async Task Events_OfABotAtOneSilo_AreFollowedAtTheOtherInOrder()
    {
        await using var people = await People.StartAsync();
        const string token = "502:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var bot = new { botId = "berta", name = "Berta", telegram = new { kind = "bot", token, apiUrl = people.BotApiUrl } };
        using (var registered = await _first.Http.PostAsJsonAsync("/api/v1/bots", bot)) Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        await _first.Http.UntilAsync("/api/v1/bots/berta/status", status => (string?)status["status"] == "Running");
        using var first = await EventFeed.OpenAsync(_first.Http, "?botId=berta&type=MessageReceived");
        using var second = await EventFeed.OpenAsync(_second.Http, "?botId=berta&type=MessageReceived");

        await WriteAsync(1);
        Assert.Equal((long)(await first.NextAsync())["seq"]!, (long)(await second.NextAsync())["seq"]!);

        await using var slow = new NpgsqlConnection(_server.AdminConnectionString(_database.Name));
        await slow.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await slow.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO multibot.events (bot_id, type, at, data) VALUES ('berta', 'MessageReceived', now(), '{}') RETURNING seq", slow);
        var early = (long)(await insert.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        await WriteAsync(2);
        // Stored and answered, but not told: what comes before it is not known yet.
        await _first.Http.UntilAsync("/api/v1/bots/berta/chats/2", chat => (long)chat["chatId"]! == 2);
        var next = second.NextAsync();
        Assert.False(next.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(early, (long)(await next)["seq"]!);
        Assert.Equal(2, (long)(await second.NextAsync())["chatId"]!);
        Assert.Equal([early, 2], [(long)(await first.NextAsync())["seq"]!, (long)(await first.NextAsync())["chatId"]!]);

        Task WriteAsync(long chat) => people.WriteAsync([new { token, chatId = chat, from = new { id = chat, firstName = "Kim" }, text = "hello" }]);
    }

    [Fact]
    public async Task Silo_WhenKilled_IsKnownToBeDeadWithinSecondsAndMayComeBack()
    {
        await LiveAsync(2);
        var clock = Stopwatch.StartNew();
        await _second.KillAsync();
        await LiveAsync(1);
        output.WriteLine($"known to be dead after {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(clock.Elapsed < DeathIsKnown, $"It took {clock.Elapsed}.");

        await _second.StartAsync();
        await LiveAsync(2);
    }

    [Fact]
    public async Task Silo_WhenAllWereKilled_StartsWithoutWaitingLongForTheDead()
    {
        await Task.WhenAll(_first.KillAsync(), _second.KillAsync());
        var clock = Stopwatch.StartNew();
        await _first.StartAsync();
        await _first.BecomesReadyAsync();

        output.WriteLine($"ready after {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.True(clock.Elapsed < ColdStart, $"It took {clock.Elapsed}.");
        await LiveAsync(1);
    }

    /// <summary>Longer than their signs of life are believed, and than their leases last.</summary>
    [Fact]
    public async Task Silos_WhenTheServerIsAway_GoOnLivingAndAreOneClusterAfterwards()
    {
        await _server.StopImmediatelyAsync();
        await Task.WhenAll(_first.BecomesUnreadyAsync("lease"), _second.BecomesUnreadyAsync("lease"));
        await _server.StartAgainAsync();
        await Task.WhenAll(_first.BecomesReadyAsync(), _second.BecomesReadyAsync());

        await LiveAsync(2);
        Assert.Equal(2, (await SilosAsync(_first)).Count);
    }

    /// <summary>Waits until Orleans' own list, where every silo reads it, holds so many living silos.</summary>
    private async Task LiveAsync(int count)
    {
        await using var source = NpgsqlDataSource.Create(_server.AdminConnectionString(_database.Name));
        await using var command = source.CreateCommand("SELECT count(*) FROM multibot.orleans_silos WHERE status = 3");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! != count)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    private static async Task CommandAsync(SiloProcess silo, string command)
    {
        using var answer = await silo.Http.PostAsync($"/api/v1/bots/anna/{command}", null);
        Assert.True(answer.IsSuccessStatusCode, $"{command}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<List<string?>> SilosAsync(SiloProcess silo) =>
        [.. ((JsonArray)JsonNode.Parse(await silo.Http.GetStringAsync("/api/v1/cluster"))!["silos"]!).Select(item => (string?)item!["name"]).Order()];
}
