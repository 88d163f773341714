using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MultiBot.Silo.Settings;

namespace MultiBot.Silo.Hosting;

/// <summary>
/// Ports are settled before anything starts: a 0 becomes a free one (others must be told which), and a port in use is reported by
/// the option that chooses it. Somebody may still take a port between this look and its use; <see cref="StartErrors"/> knows that case.
/// </summary>
public static class Ports
{
    public const string PortInUse = "start.port_in_use";

    /// <summary>
    /// Free ports are looked for below the ranges from which systems give ports to outgoing connections (Linux 32768 and up; RFC 6335:
    /// 49152 and up): there any program's connection could take one before it is used.
    /// </summary>
    private const int FirstFree = 26_000, EndOfFree = 32_768;

    /// <exception cref="StartException">A port is in use or an address is not this machine's.</exception>
    public static void Settle(HttpSettings http, SiloSettings silo)
    {
        using var first = Hold(http.Address, http.Port, $"{HttpSettings.Section}:Port");
        using var second = Hold(silo.Address, silo.Port, $"{SiloSettings.Section}:Port");
        using var third = Hold(silo.Address, silo.GatewayPort, $"{SiloSettings.Section}:GatewayPort");
        (http.Port, silo.Port, silo.GatewayPort) = (PortOf(first), PortOf(second), PortOf(third));
    }

    private static Socket Hold(IPAddress address, int port, string option) =>
        port is 0 ? HoldFree(address, option) : HoldThis(address, port, option);

    private static Socket HoldFree(IPAddress address, string option)
    {
        // Silos that start side by side look in different places.
        var start = RandomNumberGenerator.GetInt32(EndOfFree - FirstFree);
        for (var offset = 0; offset < EndOfFree - FirstFree; offset++)
        {
            try
            {
                return HoldThis(address, FirstFree + ((start + offset) % (EndOfFree - FirstFree)), option);
            }
            catch (StartException taken) when (taken.Code is PortInUse)
            {
                // The next one.
            }
        }

        throw new StartException(PortInUse, $"No port between {FirstFree} and {EndOfFree - 1} is free. Choose one with --{option}=….");
    }

    private static Socket HoldThis(IPAddress address, int port, string option)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As the servers themselves do: connections of an earlier run that linger must not count as «in use».
            if (!OperatingSystem.IsWindows())
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw Explain(failure, address, port, option);
        }
    }

    private static StartException Explain(SocketException failure, IPAddress address, int port, string option) => failure.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new StartException(
            PortInUse, $"Port {port} is in use, perhaps by another silo. Stop that program or choose another with --{option}=….", failure),
        SocketError.AccessDenied => new StartException(
            "start.port_forbidden", $"This user may not listen on port {port}. Choose one above 1023 with --{option}=….", failure),
        _ => new StartException(
            "start.address", $"{address} is no address to listen on here ({failure.SocketErrorCode}). Check the Bind option beside {option}.", failure),
    };

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
