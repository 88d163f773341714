using System.Collections.Concurrent;
using MultiBot.PrivatePostgres;
using MultiBot.Storage.Tests.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresHarness))]

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>One private server for all tests of this project, and databases that are emptied and used again.</summary>
public sealed class PostgresHarness : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(() => PostgresServer.StartAsync(new PostgresServerOptions { Durable = false }));
    private static readonly ConcurrentBag<PostgresDatabase> Free = [];

    public static Task<PostgresServer> ServerAsync()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        return Started.Value;
    }

    /// <summary>An empty database with the schema, or one without any.</summary>
    public static async Task<(PostgresDatabase Database, bool Migrated)> TakeAsync(bool isFresh)
    {
        var server = await ServerAsync();
        if (isFresh || !Free.TryTake(out var database)) return (await server.CreateDatabaseAsync(TestContext.Current.CancellationToken), false);
        await ExecuteAsync(database, Truncate);
        return (database, true);
    }

    public static void GiveBack(PostgresDatabase database) => Free.Add(database);

    /// <summary>As the superuser, who sees everything.</summary>
    public static async Task ExecuteAsync(PostgresDatabase database, string sql)
    {
        await using var connection = await OpenAsync((await ServerAsync()).AdminConnectionString(database.Name));
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The rows of a statement, each as one text, as the superuser sees them.</summary>
    public static async Task<List<string>> ReadAsync(PostgresDatabase database, string sql)
    {
        await using var connection = await OpenAsync((await ServerAsync()).AdminConnectionString(database.Name));
        await using var command = new NpgsqlCommand($"SELECT r::text FROM ({sql}) r", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(reader.GetString(0));
        return rows;
    }

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated) await (await Started.Value).DisposeAsync();
    }

    private const string Truncate =
        """
        DO $$
        BEGIN
            EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('multibot.%I', tablename), ', ')
                FROM pg_tables WHERE schemaname = 'multibot' AND tablename NOT IN ('schema_versions', 'test_clock', 'orleansquery'));
        END
        $$
        """;
}
