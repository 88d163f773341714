using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MultiBot.PrivatePostgres;

/// <summary>
/// A loopback port that nobody listens on. It lies below the range the kernel hands out (32768 and up), or an outgoing connection
/// could take it while a stopped server waits to start again, and below the one where silos look for theirs.
/// </summary>
public static class FreePort
{
    private const int First = 20_000, End = 26_000, Attempts = 100;

    public static int Take() =>
        Enumerable.Range(0, Attempts).Select(_ => RandomNumberGenerator.GetInt32(First, End)).First(IsFree);

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
