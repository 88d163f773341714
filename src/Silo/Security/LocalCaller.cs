using System.Net;

namespace MultiBot.Silo.Security;

/// <summary>
/// Is this request from a program on this machine, run by somebody who sits here? The address alone does not tell: a reverse proxy
/// makes everybody local, and a page in a local browser can be pointed at us (another host name that resolves to loopback, or a
/// form sent across origins).
/// </summary>
public static class LocalCaller
{
    private static readonly string[] ProxyMarks = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ProxyMarks.Any(context.Request.Headers.ContainsKey)
        && IsLocalName(context.Request.Host.Host)
        && IsSameOrigin(context.Request);

    private static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLocalName(from.Host) && from.Port == (request.Host.Port ?? from.Port));
    }

    private static bool IsLocalName(string host) => LocalNames.Contains(host, StringComparer.OrdinalIgnoreCase);
}
