using MultiBot.PrivatePostgres;

namespace MultiBot.Grains.Tests;

/// <summary>The same silo on a PostgreSQL of its own; nothing where PostgreSQL is left out.</summary>
public sealed class PostgresClusterFixture : ClusterFixture
{
    public const string Collection = "on PostgreSQL";

    private PostgresServer? _server;
    private PostgresDatabase? _database;

    protected override IEnumerable<KeyValuePair<string, string?>> Storage =>
    [
        new("MultiBot:Storage:Provider", "Postgres"), new("ConnectionStrings:MultiBot", _database!.ConnectionString),
        new("ConnectionStrings:MultiBotMigrations", _database.MigrationsConnectionString),
    ];

    /// <summary>Skips the test where PostgreSQL is left out.</summary>
    public PostgresClusterFixture Wanted()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        return this;
    }

    public override async ValueTask InitializeAsync()
    {
        if (!PostgresTests.AreWanted) return;
        _server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
        _database = await _server.CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}

[CollectionDefinition(PostgresClusterFixture.Collection)]
public sealed class OnPostgres : ICollectionFixture<PostgresClusterFixture>;
