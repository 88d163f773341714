using System.Security.Cryptography;
using MultiBot.PrivatePostgres;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Hosting;

/// <summary>The real silo, in process, on a PostgreSQL of its own.</summary>
public sealed class OrleansOnPostgres : IAsyncLifetime
{
    private PostgresServer? server;
    private TestSilo? silo;

    /// <summary>The silo's own services; skips the test where PostgreSQL is left out.</summary>
    public IServiceProvider Services => Silo.Services;

    /// <summary>With the sandbox on; skips the test where PostgreSQL is left out.</summary>
    public TestSilo Silo
    {
        get
        {
            Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
            return silo!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!PostgresTests.AreWanted) return;
        server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
        var database = await server.CreateDatabaseAsync();
        silo = await TestSilo.StartAsync(TestSilo.NewFolder(),
            "--MultiBot:Sandbox:Enabled=true", "--MultiBot:Storage:Provider=Postgres", $"--ConnectionStrings:MultiBot={database.ConnectionString}",
            $"--ConnectionStrings:MultiBotMigrations={database.MigrationsConnectionString}",
            $"--MultiBot:Security:MasterKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (silo is not null) await silo.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
    }
}
