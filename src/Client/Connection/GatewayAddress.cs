using System.Globalization;
using System.Net;

namespace MultiBot.Client.Connection;

/// <summary>A silo's gateway: <c>host:port</c>, <c>host</c> or <c>[::1]:port</c>.</summary>
internal sealed record GatewayAddress(string Host, int Port)
{
    public const int DefaultPort = 30000;

    public static GatewayAddress Default { get; } = new("127.0.0.1", DefaultPort);

    public static bool TryParse(string text, out GatewayAddress address)
    {
        address = Default;
        // Uri knows brackets, host names and port ranges; only "host:port" may remain of it.
        if (!Uri.TryCreate("gateway://" + text, UriKind.Absolute, out var uri)) return false;
        if (uri.Host.Length == 0 || uri.Port == 0 || uri.PathAndQuery is not ("" or "/") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return false;
        address = new GatewayAddress(uri.DnsSafeHost, uri.Port < 0 ? DefaultPort : uri.Port);
        return true;
    }

    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
