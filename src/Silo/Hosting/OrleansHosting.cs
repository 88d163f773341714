using System.Net;
using MultiBot.Silo.Security;
using Orleans.Configuration;

namespace MultiBot.Silo.Hosting;

/// <summary>Orleans with localhost clustering: one silo, and clients that know its gateway.</summary>
public static class OrleansHosting
{
    public static WebApplicationBuilder UseOrleansSilo(this WebApplicationBuilder builder, HostSettings settings)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                settings.Silo.Port, settings.Silo.GatewayPort, primarySiloEndpoint: null, settings.Cluster.Id, settings.Cluster.Id);
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = settings.Silo.Address;
                options.SiloListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.Port);
                options.GatewayListeningEndpoint = new IPEndPoint(settings.Silo.Address, settings.Silo.GatewayPort);
            });
            silo.Configure<SiloOptions>(options => options.SiloName = settings.Identity.Name);
            silo.AddIncomingGrainCallFilter<GrainCallGate>();
        });
        return builder;
    }
}
