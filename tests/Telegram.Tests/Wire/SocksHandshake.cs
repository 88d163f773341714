using System.Net.Sockets;
using System.Text;

namespace MultiBot.Telegram.Tests.Wire;

/// <summary>The server's side of SOCKS5 (RFC 1928) with a password (RFC 1929); the tunnel leads into the stub itself.</summary>
internal static class SocksHandshake
{
    /// <summary>Answers the target asked for, as <c>host:port</c>.</summary>
    public static async Task<string> AcceptAsync(NetworkStream stream, string login)
    {
        var hello = await TakeAsync(stream, 2);
        await TakeAsync(stream, hello[1]);
        await stream.WriteAsync(new byte[] { 5, 2 });
        await TakeAsync(stream, 1);
        var user = Encoding.UTF8.GetString(await TakeAsync(stream, (await TakeAsync(stream, 1))[0]));
        var password = Encoding.UTF8.GetString(await TakeAsync(stream, (await TakeAsync(stream, 1))[0]));
        var accepted = $"{user}:{password}" == login;
        await stream.WriteAsync(new byte[] { 1, (byte)(accepted ? 0 : 1) });
        if (!accepted)
            throw new IOException("Wrong password.");
        var target = await TargetAsync(stream);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 80 });
        return target;
    }

    private static async Task<string> TargetAsync(NetworkStream stream)
    {
        var request = await TakeAsync(stream, 4);
        var host = request[3] switch
        {
            1 => string.Join('.', await TakeAsync(stream, 4)),
            3 => Encoding.ASCII.GetString(await TakeAsync(stream, (await TakeAsync(stream, 1))[0])),
            _ => throw new IOException("An address that this proxy does not know."),
        };
        var port = await TakeAsync(stream, 2);
        return $"{host}:{(port[0] << 8) | port[1]}";
    }

    private static async Task<byte[]> TakeAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
