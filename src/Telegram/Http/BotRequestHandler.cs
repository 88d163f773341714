using System.Net;

namespace MultiBot.Telegram.Http;

/// <summary>
/// Stands between the library's HttpClient and the shared sockets, and knows three things they don't:
/// <list type="bullet">
/// <item>The token. The library works with a stand-in; the real address is written here, below everything that logs, traces or
/// puts an address into an exception, and taken back before the answer goes up.</item>
/// <item>The server's path. The library drops the path of a custom base URL.</item>
/// <item>Whether a request left. Telegram can't act on a request whose body it never got, and the body is asked for only once a
/// connection stands (TCP, proxy, TLS). A failure before that moment becomes a <see cref="NotSentException"/>. The socket
/// handler repeats a request by itself only when a pooled connection turns out closed before the body was asked for, when an HTTP/2
/// server says that it did not take it up, or when a proxy wants a password first; none makes a second copy.</item>
/// </list>
/// One per bot and pool; the sockets below are shared and never disposed from here.
/// </summary>
internal sealed class BotRequestHandler(string baseUrl, BotToken token, SocketsHttpHandler sockets) : DelegatingHandler(sockets)
{
    /// <summary>
    /// A bot calls a handful of methods for ever, and making an address costs as much as writing a small request. An array: a
    /// dictionary would be larger than all else of an idle bot here.
    /// </summary>
    private (string Method, Uri Address)[] addresses = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var standIn = request.RequestUri!;
        var body = await RequestBody.TakeAsync(request, cancellationToken);
        request.Content = body;
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        request.RequestUri = AddressOf(MethodOf(standIn));
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception problem) when (!body.Started)
        {
            throw NotSentException.Because(problem);
        }
        finally
        {
            request.RequestUri = standIn;
        }
    }

    /// <summary>Leaves the sockets alone, which belong to all bots.</summary>
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);

    private Uri AddressOf(string method)
    {
        foreach (var (name, known) in addresses)
        {
            if (name == method)
                return known;
        }

        var address = new Uri($"{baseUrl}/bot{token.Reveal()}/{method}");
        // Two calls at once may lose one of two additions; it is made again then.
        addresses = [.. addresses, (method, address)];
        return address;
    }

    private static string MethodOf(Uri standIn) => standIn.AbsolutePath[(standIn.AbsolutePath.LastIndexOf('/') + 1)..];
}
