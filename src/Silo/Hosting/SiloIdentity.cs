using System.Net;
using MultiBot.Grains.Leases;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Hosting;

/// <summary>This silo's name and addresses, settled before it starts.</summary>
public sealed class SiloIdentity(HttpSettings http, SiloSettings silo) : ISiloIdentity
{
    public string Name { get; } = string.IsNullOrWhiteSpace(silo.Name)
        ? $"{Environment.MachineName.ToLowerInvariant()}-{http.Port}"
        : silo.Name;

    public string Address { get; } = new IPEndPoint(silo.Address, silo.Port).ToString();

    public int HttpPort { get; } = http.Port;

    public int GatewayPort { get; } = silo.GatewayPort;

    /// <summary>Where a program on this machine reaches us. There is always a loopback listener (<see cref="HttpHosting"/>).</summary>
    public Uri LocalUrl { get; } = new($"http://127.0.0.1:{http.Port}");
}
