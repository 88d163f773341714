using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace MultiBot.Client.Connection;

/// <summary>A joined Orleans client. No host around it: a console needs none, and a host would take Ctrl-C for itself.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    /// <summary>A goodbye is a courtesy: the silo notices by itself.</summary>
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);

    private readonly ServiceProvider services;
    private readonly TimeProvider time;

    private ClusterConnection(ServiceProvider services, TimeProvider time) => (this.services, this.time) = (services, time);

    public IGrainFactory Grains => services.GetRequiredService<IGrainFactory>();

    /// <exception cref="SiloUnreachableException">Nobody answered in time, or somebody of another cluster.</exception>
    public static async Task<ClusterConnection> OpenAsync(ConnectionSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        var gateway = settings.Database is null ? await ResolveAsync(settings.Gateway, cancellation) : null;
        var connection = new ClusterConnection(Build(settings, gateway, time), time);
        // The filter bounds the tries; this bounds one try against something that listens and never answers.
        using var deadline = new CancellationTokenSource(settings.ConnectWindow + settings.ConnectWindow, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            foreach (var part in connection.services.GetServices<IHostedService>())
                await part.StartAsync(either.Token).WaitAsync(either.Token);
            return connection;
        }
        catch (Exception trouble)
        {
            await connection.DisposeAsync();
            if (cancellation.IsCancellationRequested) throw;
            throw Unreachable(settings, trouble);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(GoodbyeTime, time);
        foreach (var part in services.GetServices<IHostedService>())
            await part.StopAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await services.DisposeAsync();
    }

    private static SiloUnreachableException Unreachable(ConnectionSettings settings, Exception trouble) => new(
        (settings.Database, DatabaseTrouble.In(trouble)) switch
        {
            (null, _) => $"No silo answers at {settings.Gateway} (cluster «{settings.ClusterId}»); start one with ./run, or name another with --gateway.",
            (var database, { } refusal) => DatabaseTrouble.Explain(refusal, database),
            (var database, null) => $"No silo of the cluster «{settings.ClusterId}» in the database at {database.Place} answers: none lives, or its gateway can't be reached from here.",
        },
        trouble);

    private static async Task<IPEndPoint> ResolveAsync(GatewayAddress gateway, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(gateway.Host, cancellation);
            var address = addresses.FirstOrDefault(one => one.AddressFamily is AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return address is not null
                ? new IPEndPoint(address, gateway.Port)
                : throw new SiloUnreachableException($"The host {gateway.Host} has no address.");
        }
        catch (SocketException trouble)
        {
            throw new SiloUnreachableException($"The host {gateway.Host} is not known: {trouble.Message}", trouble);
        }
    }

    private static ServiceProvider Build(ConnectionSettings settings, IPEndPoint? gateway, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddLogging(log => Configure(log, settings.Verbose));
        services.AddSingleton<IClientConnectionRetryFilter>(new ConnectionPatience(settings, time));
        services.AddOrleansClient(client =>
        {
            if (gateway is not null) client.UseStaticClustering(gateway);
            if (settings.Database is { } database)
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClusterDatabase.Invariant, database.ConnectionString));
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, ConnectionSettings.ServiceId));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = settings.GatewayRefresh);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout);
            if (settings.Key is { } key) client.AddOutgoingGrainCallFilter(new KeyFilter(key));
        });
        return services.BuildServiceProvider();
    }

    private static void Configure(ILoggingBuilder log, bool verbose)
    {
        log.ClearProviders();
        if (verbose) log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
