using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Events;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>A real PostgreSQL database, put together as the silo does it, with a clock that the test moves.</summary>
internal sealed class PostgresFixture : IStoreFixture
{
    private const string TakeOverTheClock =
        """
        CREATE TABLE multibot.test_clock (at timestamptz);
        INSERT INTO multibot.test_clock VALUES (now());
        GRANT SELECT ON multibot.test_clock TO PUBLIC;
        CREATE OR REPLACE FUNCTION multibot.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT at FROM multibot.test_clock';
        """;

    private readonly ServiceProvider _services;
    private readonly NpgsqlDataSource _admin;

    private PostgresFixture(PostgresDatabase database, string admin, params (string Key, string? Value)[] settings)
    {
        Database = database;
        _admin = NpgsqlDataSource.Create(admin);
        var values = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        values.TryAdd("MultiBot:Storage:Provider", "Postgres");
        values.TryAdd("ConnectionStrings:MultiBot", database.ConnectionString);
        values.TryAdd("ConnectionStrings:MultiBotMigrations", database.MigrationsConnectionString);
        values.TryAdd("MultiBot:Security:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Seam)
            .AddMultiBotStorage(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider();
    }

    public PostgresDatabase Database { get; }
    public StoreClock Clock { get; } = new();
    public CommitSeam Seam { get; } = new();

    public IConversationStore Conversations => _services.GetRequiredService<IConversationStore>();
    public IBotStore Bots => _services.GetRequiredService<IBotStore>();
    public IQueries Queries => _services.GetRequiredService<IQueries>();
    public ILeases Leases => _services.GetRequiredService<ILeases>();
    public IEventLog Events => _services.GetRequiredService<IEventLog>();
    public IApiKeyStore Keys => _services.GetRequiredService<IApiKeyStore>();
    public ISecretBox Box => _services.GetRequiredService<ISecretBox>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<PostgresFixture> CreateAsync()
    {
        var (database, migrated) = await PostgresHarness.TakeAsync();
        var fixture = new PostgresFixture(database, (await PostgresHarness.ServerAsync()).AdminConnectionString(database.Name));
        await fixture.Get<IStorageStartup>().StartAsync(TestContext.Current.CancellationToken);
        if (!migrated) await PostgresHarness.ExecuteAsync(database, TakeOverTheClock);
        fixture.Clock.Moved = fixture.SetClock;
        fixture.SetClock(fixture.Clock.GetUtcNow());
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _admin.DisposeAsync();
        PostgresHarness.GiveBack(Database);
    }

    private void SetClock(DateTimeOffset now)
    {
        using var command = _admin.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"UPDATE multibot.test_clock SET at = '{now:O}'"));
        command.ExecuteNonQuery();
    }
}
