using System.Net;
using System.Net.Sockets;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Tests.Hosting;

public sealed class PortsTests
{
    /// <summary>Linux gives outgoing connections ports from 32768 up: one of those could be gone before the silo listens on it.</summary>
    [Fact]
    public void Settle_OnPortZero_TakesFreePortsThatNoOutgoingConnectionIsGiven()
    {
        var http = new HttpSettings { Port = 0 };
        var silo = new SiloSettings { Port = 0, GatewayPort = 0 };

        Ports.Settle(http, silo);

        int[] ports = [http.Port, silo.Port, silo.GatewayPort];
        Assert.Equal(3, ports.Distinct().Count());
        Assert.All(ports, port =>
        {
            Assert.InRange(port, 1024, 32_767);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        });
    }
}
