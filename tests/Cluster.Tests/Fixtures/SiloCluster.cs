using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using MultiBot.Cluster.Tests.Judging;
using MultiBot.Domain.Leases;
using MultiBot.Grains.Balance;
using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;

namespace MultiBot.Cluster.Tests.Fixtures;

/// <summary>A cluster of silo processes on a PostgreSQL of its own, with the people and the model in this process, which nobody kills.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly double BalancerSlack = new BalanceOptions().Slack;

    private readonly ClusterPlan _plan;
    private readonly List<ClusterSilo> _silos = [];
    private readonly PostgresDatabase _database;
    private readonly (string Key, string Value)[] _settings =
    [
        ("MultiBot:Security:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
    ];

    private SiloCluster(ClusterPlan plan, PostgresServer server, PostgresDatabase database, People people, LlmStub llm)
    {
        (_plan, Server, _database, People, Llm) = (plan, server, database, people, llm);
        Leases = new LeaseHistory(server.AdminConnectionString(database.Name));
        Uncertain = new UncertainRows(server.AdminConnectionString(database.Name));
    }

    public PostgresServer Server { get; }

    public People People { get; }

    public LlmStub Llm { get; }

    public LeaseHistory Leases { get; }

    public UncertainRows Uncertain { get; }

    public IReadOnlyList<ClusterSilo> Silos => _silos;

    /// <summary>A silo to which nothing is done at the moment: it answers for the cluster.</summary>
    public SiloProcess Speaker => _silos.First(silo => silo.IsSound).Process;

    /// <summary>Starts so many silos at once; completes when each of them lists all.</summary>
    public static async Task<SiloCluster> StartAsync(ClusterPlan plan, int silos)
    {
        var server = await PostgresServer.StartAsync();
        var cluster = new SiloCluster(plan, server, await server.CreateDatabaseAsync(), await People.StartAsync(), await LlmStub.StartAsync(remembers: false));
        try
        {
            for (var number = 0; number < silos; number++) cluster.Prepare();
            await cluster.StartAsync(cluster.Silos);
            await cluster.Leases.WatchAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts these silos at once; completes when the cluster lists every silo that runs.</summary>
    public async Task StartAsync(IEnumerable<ClusterSilo> silos)
    {
        await Task.WhenAll(silos.Select(silo => silo.StartAsync()));
        await SeesEverySiloAsync();
    }

    /// <summary>Asks a silo to end, and starts it in this guise; completes when the cluster lists it.</summary>
    public async Task RestartAsync(ClusterSilo silo, SiloGuise guise)
    {
        await silo.Process.TerminateAsync();
        silo.Guise = guise;
        await StartAsync([silo]);
    }

    /// <summary>Waits until every sound silo lists the sound silos and no other.</summary>
    public Task SeesEverySiloAsync() => BecomesAsync("every silo lists every silo", async () =>
    {
        var sound = _silos.Where(silo => silo.IsSound).ToList();
        var lists = await Task.WhenAll(sound.Select(silo => silo.Process.GetAsync("/cluster")));
        return lists.All(list => Names(list).SetEquals(sound.Select(silo => silo.Name)));
    });

    public async Task RegisterAsync(string bot, string token)
    {
        using var response = await Speaker.Http.PostAsJsonAsync("/api/v1/bots", new
        {
            botId = bot,
            name = bot,
            telegram = new { kind = "bot", token },
            llm = new { provider = "compatible", endpoint = Llm.Endpoint, apiKey = $"key-of-{bot}", model = "stub", maxOutputTokens = 1_000 },
            pacing = new { debounceSeconds = 0, minTypingSeconds = 0, maxTypingSeconds = 0, messagesPerSecond = 0, messagesPerChatPerSecond = 0 },
            features = new { disclosure = false },
        });
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    public async Task RemoveAsync(string bot)
    {
        using var response = await Speaker.Http.DeleteAsync($"/api/v1/bots/{bot}?erase=true");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The silo of each bot, as the REST API tells it; null for one that runs nowhere.</summary>
    public async Task<Dictionary<string, string?>> HoldersAsync()
    {
        List<JsonElement> bots = [];
        await BecomesAsync("the bots can be listed", async () =>
        {
            bots = await Speaker.ListAsync("/bots");
            return true;
        });
        return bots.ToDictionary(bot => bot.GetProperty("botId").GetString()!, bot => bot.TryGetProperty("silo", out var silo) ? silo.GetString() : null);
    }

    /// <summary>The events of a bot's messages, as the log has them.</summary>
    public async Task<List<SeenEvent>> EventsAsync(string bot) =>
        [.. (await Speaker.ListAsync($"/events?botId={bot}&type={SeenEvent.Received}&type={SeenEvent.Sent}&limit=200")).Select(SeenEvent.Read)];

    /// <summary>Waits until every bot runs on a silo that is sound.</summary>
    public Task AllRunAsync() => BecomesAsync("every bot runs", async () =>
    {
        var sound = _silos.Where(silo => silo.IsSound).Select(silo => silo.Name).ToHashSet();
        return (await Speaker.ListAsync("/bots")).All(bot =>
            bot.GetProperty("status").GetString() == "Running" && bot.GetProperty("silo").GetString() is { } silo && sound.Contains(silo));
    });

    /// <summary>Waits until every sound silo has its share of the bots, to within what the plan allows, and none is about to give any away.</summary>
    public Task EvenOutAsync() => BecomesAsync("the bots are evenly spread", async () =>
    {
        var holders = await HoldersAsync();
        var loads = _silos.Where(silo => silo.IsSound)
            .Select(silo => new SiloLoad(Guid.NewGuid(), holders.Values.Count(name => name == silo.Name), Draining: false)).ToList();
        var share = (double)holders.Count / loads.Count;
        return loads.All(silo => Math.Abs(silo.Bots - share) <= share * _plan.Uneven && FairShare.MovesOf(silo.Incarnation, loads, BalancerSlack) is []);
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        await Llm.DisposeAsync();
        await People.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Looks again and again. A silo that is asked may itself be waiting for one that is gone: then we ask again, too.</summary>
    public async Task BecomesAsync(string what, Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(_plan.Patience);
        using var timer = new PeriodicTimer(Look);
        Exception? trouble = null;
        while (true)
        {
            try
            {
                if (await isSo()) return;
                trouble = null;
            }
            catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
            {
                trouble = problem;
            }

            if (patience.IsCancellationRequested)
                Assert.Fail($"Not after {_plan.Patience.TotalSeconds} s: {what}. {trouble?.Message}\n{await TellAsync()}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>What there is to know when something went wrong.</summary>
    public async Task<string> TellAsync()
    {
        var holders = await Leases.ReadAsync().ContinueWith(read => read.IsCompletedSuccessfully ? read.Result : null, TaskScheduler.Default);
        var leases = holders is null ? "unknown" : string.Join("; ", holders.Select(bot => $"{bot.Key}: {string.Join(", ", bot)}"));
        return string.Create(CultureInfo.InvariantCulture, $"Leases: {leases}\n{string.Join('\n', _silos.Select(silo => $"── {silo.Name} (running: {silo.Process.IsRunning})\n{Tail(silo.Process.Output)}"))}");
    }

    private static string Tail(string output) => output.Length <= 4_000 ? output : $"…{output[^4_000..]}";

    private static HashSet<string> Names(JsonElement cluster) => [.. cluster.GetProperty("silos").EnumerateArray().Select(silo => silo.GetProperty("name").GetString()!)];

    private void Prepare() => _silos.Add(new ClusterSilo($"silo-{_silos.Count + 1}", Server, _database, People, _settings));
}
