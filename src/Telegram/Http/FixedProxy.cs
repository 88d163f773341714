using System.Net;

namespace MultiBot.Telegram.Http;

/// <summary>One proxy for everything. It is never bypassed: neither for loopback nor when it is down.</summary>
internal sealed class FixedProxy : IWebProxy
{
    private readonly Uri address;

    private FixedProxy(Uri address, ICredentials? credentials) => (this.address, Credentials) = (address, credentials);

    public ICredentials? Credentials { get; set; }

    public Uri GetProxy(Uri destination) => address;

    public bool IsBypassed(Uri host) => false;

    /// <summary>Null unless it is <c>socks5://</c> or <c>http://</c> with host and port, and perhaps <c>user:password@</c>.</summary>
    public static FixedProxy? TryRead(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("socks5" or "http") || url.Host.Length == 0)
            return null;
        if (url.Port is <= 0 or > ushort.MaxValue || url.PathAndQuery is not ("/" or "") || url.Fragment.Length > 0)
            return null;
        return new FixedProxy(new UriBuilder(url.Scheme, url.Host, url.Port).Uri, ReadCredentials(url.UserInfo));
    }

    private static NetworkCredential? ReadCredentials(string userInfo)
    {
        if (userInfo.Length == 0)
            return null;
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(userInfo), "")
            : new NetworkCredential(Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }
}
