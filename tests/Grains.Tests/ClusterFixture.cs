using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Events.Streams;
using MultiBot.Grains.Leases;
using MultiBot.Sandbox;
using MultiBot.Storage;
using MultiBot.Storage.Startup;
using MultiBot.Telegram;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(MultiBot.Grains.Tests.ClusterFixture))]

namespace MultiBot.Grains.Tests;

/// <summary>One silo with the real storage (a SQLite file), the real session library and the sandbox on a port; the model alone is scripted.</summary>
public class ClusterFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("multibot-grains-").FullName;
    private WebApplication? _sandbox;
    private InProcessTestCluster? _cluster;

    public ScriptedReplies Replies { get; } = new();

    /// <summary>Everything the silo says.</summary>
    public CapturedLog Log { get; } = new();

    public PickyOrders Orders { get; } = new();

    public FlakySubscriptions Subscriptions { get; private set; } = null!;

    public IGrainFactory Grains => _cluster!.Client;

    public HttpClient Sandbox { get; private set; } = null!;

    public string BotApiUrl { get; private set; } = null!;

    public IServiceProvider Silo => _cluster!.Silos[0].ServiceProvider;

    public MortalSessions Sessions => Silo.GetRequiredService<MortalSessions>();

    public IQueries Queries => Silo.GetRequiredService<IQueries>();

    public virtual async ValueTask InitializeAsync()
    {
        await StartSandbox();
        var builder = new InProcessTestClusterBuilder(1);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MultiBot:DataFolder"] = _folder,
            ["MultiBot:Security:MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["MultiBot:Supervisor:WatchEvery"] = "00:00:00.2",
            ["MultiBot:Webhooks:Timeout"] = "00:00:01",
            ["MultiBot:Webhooks:FirstPause"] = "00:00:00.05",
            ["MultiBot:Webhooks:LongestPause"] = "00:00:00.2",
            ["MultiBot:Webhooks:RefusalTries"] = "3",
            ["MultiBot:Webhooks:ObstacleTries"] = "4",
            ["MultiBot:Webhooks:Window"] = "20",
            ["MultiBot:Webhooks:Width"] = "4",
            ["MultiBot:Webhooks:SaveEvery"] = "00:00:00.05",
            ["MultiBot:Webhooks:IdleSaveEvery"] = "00:00:00.3",
            ["MultiBot:Events:KeepEvery"] = "00:00:01",
            ["MultiBot:Events:SubscriberSign"] = "00:00:00.2",
            ["MultiBot:Events:StoreEffectsEvery"] = "00:00:01",
            ["MultiBot:Events:PauseBetweenTries"] = "00:00:00.01",
            ["MultiBot:Events:HandlingTimeout"] = "00:00:00.5",
            ["MultiBot:Events:Tries"] = "3",
        }).AddInMemoryCollection(Storage).Build();
        builder.ConfigureSilo((_, silo) => silo.AddEventStreams().Services
            .AddSingleton<ILoggerProvider>(Log)
            .AddMultiBotStorage(configuration)
            .AddTelegram(configuration)
            .AddMultiBotGrains(configuration)
            .AddSingleton<MortalSessions>(provider => new(provider.GetRequiredService<TelegramSessionFactory>()))
            .AddSingleton<ITelegramSessionFactory>(provider => provider.GetRequiredService<MortalSessions>())
            .AddSingleton<IReplyGeneratorFactory>(Replies)
            .AddSingleton(Orders)
            .AddSingleton<ISiloIdentity>(new Identity())
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, OpenStorage>()
            .AddSingleton<ISubscriptions>(services => Subscriptions = new FlakySubscriptions(Stored(silo.Services, services))));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Where everything is kept.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Storage => [];

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Sandbox?.Dispose();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The storage's own, which was registered first.</summary>
    private static ISubscriptions Stored(IServiceCollection registered, IServiceProvider services) =>
        (ISubscriptions)ActivatorUtilities.CreateInstance(services, registered.First(one => one.ServiceType == typeof(ISubscriptions)).ImplementationType!);

    private async Task StartSandbox()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSandbox();
        _sandbox = builder.Build();
        _sandbox.UseRouting();
        _sandbox.MapSandbox("/sandbox");
        await _sandbox.StartAsync();
        BotApiUrl = $"{_sandbox.Urls.First()}/sandbox";
        Sandbox = new HttpClient { BaseAddress = new Uri(BotApiUrl + "/"), Timeout = TimeSpan.FromMinutes(1) };
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Sandbox.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed class Identity : ISiloIdentity
    {
        public string Name => "test";
        public string Address => "127.0.0.1:0";
        public int HttpPort => 0;
    }

    private sealed class OpenStorage(IStorageStartup storage) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) =>
            lifecycle.Subscribe(nameof(OpenStorage), ServiceLifecycleStage.First, storage.StartAsync);
    }
}
