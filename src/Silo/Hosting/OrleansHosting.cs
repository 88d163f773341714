using System.Net;
using MultiBot.Grains.Events.Streams;
using MultiBot.Silo.Security;
using MultiBot.Silo.Settings;
using MultiBot.Storage;
using Orleans.Configuration;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// Orleans, as the storage has it: on SQLite one silo, and clients that know its gateway; on PostgreSQL as many as there are, who
/// find each other through the database. The storage is started before Orleans and has made the tables by then (<see cref="SiloRun"/>).
/// </summary>
public static class OrleansHosting
{
    public static WebApplicationBuilder UseOrleansSilo(this WebApplicationBuilder builder, HostSettings settings)
    {
        var provider = StorageRegistration.ProviderOf(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            if (provider is StorageProvider.Postgres)
                silo.UseDatabaseClustering(settings.Cluster, StorageRegistration.OrleansConnectionString(builder.Configuration));
            else
                silo.UseLocalhostClustering(settings.Silo.Port, settings.Silo.GatewayPort);
            silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings.Cluster.Id);
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = settings.Silo.Address;
                options.SiloPort = settings.Silo.Port;
                options.GatewayPort = settings.Silo.GatewayPort;
                options.SiloListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.Port);
                options.GatewayListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.GatewayPort);
            });
            silo.Configure<SiloOptions>(options => options.SiloName = settings.Identity.Name);
            silo.AddIncomingGrainCallFilter<GrainCallGate>();
            silo.AddClusterDashboard();
            silo.AddEventStreams();
        });
        return builder;
    }

    private static void UseDatabaseClustering(this ISiloBuilder silo, ClusterSettings cluster, string connectionString)
    {
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (StorageRegistration.OrleansInvariant, connectionString));
        // Plain JSON: Orleans' other serializer writes the names of types into the states, and types are renamed.
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.AddAdoNetGrainStorageAsDefault(options =>
            (options.Invariant, options.ConnectionString) = (StorageRegistration.OrleansInvariant, connectionString));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // All three: Orleans else moves the time between half and four times of it, and what holds is the longest.
            options.ProbeTimeout = options.MinProbeTimeout = options.MaxProbeTimeout = cluster.ProbeTimeout;
            options.NumMissedProbesLimit = cluster.MissedProbes;
            options.IAmAliveTablePublishTimeout = cluster.SignOfLifeEvery;
            options.TableRefreshTimeout = cluster.RefreshEvery;
            options.DefunctSiloExpiration = cluster.ForgetDeadAfter;
            // What a silo that joins wrote as its start, by its own clock, the others compare with theirs: where these differ by more than
            // the five minutes that joining may take, nobody would get in any more. One that stuck is harmless: only active silos count.
            options.EvictWhenMaxJoinAttemptTimeExceeded = false;
        });
        // Orleans' older directory ends the activations that a silo which leaves had on its list, wherever they are: bots that have
        // nothing to do with that silo would lose their sessions.
#pragma warning disable ORLEANSEXP003 // Marked as experimental; part of the stable package.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = cluster.DirectoryWait);
        silo.Configure<SiloMessagingOptions>(options => options.SystemResponseTimeout = cluster.SystemAnswerTimeout);
        silo.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = cluster.ConnectTimeout);
    }
}
