using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Budgets;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Notices;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Postgres.Commits;
using MultiBot.Storage.Startup;
using MultiBot.Storage.Tests.Fixtures;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>A real PostgreSQL database, put together as the silo does it, with a clock that the test moves.</summary>
internal sealed class PostgresFixture : IStoreFixture
{
    private const string MasterKeySetting = "MultiBot:Security:MasterKey";

    private const string TakeOverTheClock =
        """
        CREATE TABLE multibot.test_clock (at timestamptz);
        INSERT INTO multibot.test_clock VALUES (now());
        GRANT SELECT ON multibot.test_clock TO PUBLIC;
        CREATE OR REPLACE FUNCTION multibot.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT at FROM multibot.test_clock';
        """;

    private readonly ServiceProvider _services;
    private readonly (string Key, string? Value)[] _settings;
    private readonly string _admin;
    private readonly bool _isSecond;
    private bool _altered;

    private PostgresFixture(PostgresDatabase database, string admin, StoreClock clock, bool isSecond, (string Key, string? Value)[] settings)
    {
        (Database, _admin, Clock, _isSecond, _settings) = (database, admin, clock, isSecond, settings);
        var seam = new CommitSeam { Committed = size => Committed?.Invoke(size) };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(seam)
            .AddMultiBotStorage(Configuration(database, settings))
            .BuildServiceProvider();
    }

    public PostgresDatabase Database { get; }

    /// <summary>Connects the superuser, who sees everything.</summary>
    public string Admin => _admin;

    public StoreClock Clock { get; }

    public string MasterKey => _settings.Single(setting => setting.Key == MasterKeySetting).Value!;

    /// <summary>Told the size of each group, on the writer's own thread: the next group waits until it returns.</summary>
    public Action<int>? Committed { get; set; }

    public IConversationStore Conversations => _services.GetRequiredService<IConversationStore>();
    public IBotStore Bots => _services.GetRequiredService<IBotStore>();
    public IQueries Queries => _services.GetRequiredService<IQueries>();
    public ILeases Leases => _services.GetRequiredService<ILeases>();
    public IEventLog Events => _services.GetRequiredService<IEventLog>();
    public IEventRetention Retention => _services.GetRequiredService<IEventRetention>();
    public ISubscriptions Subscriptions => _services.GetRequiredService<ISubscriptions>();
    public ITokenLedger Ledger => _services.GetRequiredService<ITokenLedger>();
    public INotices Notices => _services.GetRequiredService<INotices>();
    public IDeadEvents Dead => _services.GetRequiredService<IDeadEvents>();
    public IApiKeyStore Keys => _services.GetRequiredService<IApiKeyStore>();
    public IDoNotContact DoNotContact => _services.GetRequiredService<IDoNotContact>();
    public IMessageRetention MessageRetention => _services.GetRequiredService<IMessageRetention>();
    public IWebhookStore Webhooks => _services.GetRequiredService<IWebhookStore>();
    public ISecretBox Box => _services.GetRequiredService<ISecretBox>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static Task<PostgresFixture> CreateAsync(params (string Key, string? Value)[] settings) => CreateAsync(isFresh: false, settings);

    /// <summary>In a database that no test has used: connections that were closed long ago may still add to the server's counts of the others.</summary>
    public static Task<PostgresFixture> CreateFreshAsync() => CreateAsync(isFresh: true, []);

    private static async Task<PostgresFixture> CreateAsync(bool isFresh, (string Key, string? Value)[] settings)
    {
        var (database, migrated) = await PostgresHarness.TakeAsync(isFresh);
        var key = (MasterKeySetting, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var admin = (await PostgresHarness.ServerAsync()).AdminConnectionString(database.Name);
        var fixture = new PostgresFixture(database, admin, new StoreClock(), isSecond: false, [.. settings, key]);
        await fixture.StartAsync();
        if (!migrated) await PostgresHarness.ExecuteAsync(database, TakeOverTheClock);
        fixture.Clock.Moved = fixture.SetClock;
        fixture.SetClock(fixture.Clock.GetUtcNow());
        return fixture;
    }

    /// <summary>Another silo on the same database. To be disposed before the first.</summary>
    public async Task<PostgresFixture> SecondAsync()
    {
        var second = new PostgresFixture(Database, _admin, Clock, isSecond: true, _settings);
        await second.StartAsync();
        return second;
    }

    /// <summary>Configuration of a silo on the database.</summary>
    public static IConfiguration Configuration(PostgresDatabase database, params (string Key, string? Value)[] settings)
    {
        var values = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        values.TryAdd("MultiBot:Storage:Provider", "Postgres");
        values.TryAdd("ConnectionStrings:MultiBot", database.ConnectionString);
        // Nobody's notes of erasures but this storage's own.
        values.TryAdd("MultiBot:DataFolder", Path.Combine(Path.GetTempPath(), "multibot-storage-tests", Guid.NewGuid().ToString("N")));
        values.TryAdd("ConnectionStrings:MultiBotMigrations", database.MigrationsConnectionString);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    /// <summary>Changes the schema, as the superuser; the database is not used again by other tests.</summary>
    public Task AlterAsync(string sql)
    {
        _altered = true;
        return PostgresHarness.ExecuteAsync(Database, sql);
    }

    public Task<NpgsqlConnection> OpenAdminAsync() => PostgresHarness.OpenAsync(_admin);

    public async Task<bool> ContainsAsync(string text)
    {
        await using var connection = await OpenAdminAsync();
        await using var tables = new NpgsqlCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'multibot'", connection);
        var names = new List<string>();
        await using (var rows = await tables.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        }

        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            // A row as text shows bytes in hexadecimal digits.
            await using var search = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0)", connection);
            search.Parameters.Add(new NpgsqlParameter { Value = text });
            if ((bool)(await search.ExecuteScalarAsync())!) return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_altered && !_isSecond) PostgresHarness.GiveBack(Database);
    }

    private async Task StartAsync()
    {
        try
        {
            await Get<IStorageStartup>().StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await _services.DisposeAsync();
            throw;
        }
    }

    private void SetClock(DateTimeOffset now)
    {
        using var connection = new NpgsqlConnection(_admin);
        connection.Open();
        using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"UPDATE multibot.test_clock SET at = '{now:O}'"), connection);
        command.ExecuteNonQuery();
    }
}
