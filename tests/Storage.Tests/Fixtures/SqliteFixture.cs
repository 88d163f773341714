using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Tests.Fixtures;

/// <summary>SQLite on a real file in a folder of its own, put together as the silo does it.</summary>
internal sealed class SqliteFixture : IStoreFixture
{
    private readonly ServiceProvider _services;
    private bool _ownsFolder;

    public SqliteFixture(TemporaryFolder folder, StoreClock? clock = null, params (string Key, string? Value)[] settings)
    {
        Folder = folder;
        Clock = clock ?? new StoreClock();
        var values = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        values.TryAdd("MultiBot:DataFolder", folder.Path);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Seam)
            .AddMultiBotStorage(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider();
    }

    public TemporaryFolder Folder { get; }
    public StoreClock Clock { get; }
    public WriterSeam Seam { get; } = new();

    public IConversationStore Conversations => _services.GetRequiredService<IConversationStore>();
    public IBotStore Bots => _services.GetRequiredService<IBotStore>();
    public IQueries Queries => _services.GetRequiredService<IQueries>();
    public ILeases Leases => _services.GetRequiredService<ILeases>();
    public IEventLog Events => _services.GetRequiredService<IEventLog>();
    public IEventRetention Retention => _services.GetRequiredService<IEventRetention>();
    public ISubscriptions Subscriptions => _services.GetRequiredService<ISubscriptions>();
    public INotices Notices => _services.GetRequiredService<INotices>();
    public IDeadEvents Dead => _services.GetRequiredService<IDeadEvents>();
    public IApiKeyStore Keys => _services.GetRequiredService<IApiKeyStore>();
    public ISecretBox Box => _services.GetRequiredService<ISecretBox>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A storage in a new folder, which goes with it.</summary>
    public static async Task<SqliteFixture> CreateAsync()
    {
        var fixture = await StartAsync(new TemporaryFolder());
        fixture._ownsFolder = true;
        return fixture;
    }

    public static async Task<SqliteFixture> StartAsync(TemporaryFolder folder, StoreClock? clock = null, params (string Key, string? Value)[] settings)
    {
        var fixture = new SqliteFixture(folder, clock, settings);
        try
        {
            await fixture.Get<IStorageStartup>().StartAsync(TestContext.Current.CancellationToken);
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder) Folder.Dispose();
    }
}
