using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiBot.Client.Tests.Cluster;
using MultiBot.PrivatePostgres;
using MultiBot.Storage;
using MultiBot.Storage.Startup;
using Orleans.Configuration;

namespace MultiBot.Client.Tests.Connection;

/// <summary>A silo that says where it is in a database of its own, with the tables as our storage makes them.</summary>
public sealed class DatabaseSilo : IAsyncLifetime
{
    private PostgresServer? server;
    private IHost? host;

    public PostgresDatabase Database { get; private set; } = null!;

    /// <summary>One on which no silo was ever started.</summary>
    public PostgresDatabase Empty { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!PostgresTests.AreWanted) return;
        server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = false });
        (Database, Empty) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MultiBot:Storage:Provider"] = "Postgres",
            ["MultiBot:Security:MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["ConnectionStrings:MultiBot"] = Database.ConnectionString,
            ["ConnectionStrings:MultiBotMigrations"] = Database.MigrationsConnectionString,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new FakeCluster()).AddMultiBotStorage(builder.Configuration);
        builder.UseOrleans(silo => silo
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) =
                (StorageRegistration.OrleansInvariant, StorageRegistration.OrleansConnectionString(builder.Configuration)))
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "multibot")
            .ConfigureEndpoints(IPAddress.Loopback, FreePort.Take(), FreePort.Take()));
        host = builder.Build();
        await host.Services.GetRequiredService<IStorageStartup>().StartAsync(CancellationToken.None);
        await host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync();
            if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }

        if (server is not null) await server.DisposeAsync();
    }

    /// <summary>A connection string of the database, changed in one place.</summary>
    public string With(string name, object value) => string.Create(CultureInfo.InvariantCulture, $"{Database.ConnectionString};{name}={value}");
}
