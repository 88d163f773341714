using Microsoft.Data.Sqlite;
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

    public async Task<bool> ContainsAsync(string text)
    {
        await using var connection = new SqliteConnection($"Data Source={Folder.Database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var columns = await ListAsync(connection, "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'", rows => (rows.GetString(0), rows.GetString(1)));
        Assert.NotEmpty(columns);
        foreach (var (table, column) in columns)
        {
            var found = await ListAsync(connection, $"SELECT instr(CAST(\"{column}\" AS BLOB), CAST($text AS BLOB)) FROM \"{table}\"", rows => !rows.IsDBNull(0) && rows.GetInt64(0) > 0, text);
            if (found.Contains(true)) return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder) Folder.Dispose();
    }

    private static async Task<List<T>> ListAsync<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, string? text = null)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (text is not null) command.Parameters.AddWithValue("$text", text);
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await rows.ReadAsync()) list.Add(read(rows));
        return list;
    }
}
