using System.Net;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Hosting;

/// <summary>Kestrel on the chosen address, and always on loopback: the sandbox and «./run admin-key» live there.</summary>
public static class HttpHosting
{
    public static WebApplicationBuilder UseHttp(this WebApplicationBuilder builder, HttpSettings http)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(http.Address, http.Port);
            if (!Equals(http.Address, IPAddress.Any) && !Equals(http.Address, IPAddress.IPv6Any) && !Equals(http.Address, IPAddress.Loopback))
                server.Listen(IPAddress.Loopback, http.Port);
        });
        return builder;
    }
}
