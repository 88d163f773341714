using System.Net;

namespace MultiBot.Telegram.Http;

/// <summary>Fetches files of one bot. The sockets are shared and never disposed from here.</summary>
internal sealed class FileDownload(string baseUrl, BotToken token, SocketsHttpHandler sockets)
{
    /// <summary>What everything above the sockets sees of an address.</summary>
    private static readonly Uri StandIn = new("http://telegram.invalid/file");

    /// <summary>Null when the server does not give it, or gives more than <paramref name="maxBytes"/>.</summary>
    /// <param name="path">As getFile answered it.</param>
    /// <param name="maxBytes">What is taken at most.</param>
    /// <param name="cancellation">Ends the download.</param>
    public async Task<byte[]?> FetchAsync(string path, int maxBytes, CancellationToken cancellation)
    {
        if (AddressOf(path) is not { } address) return null;
        using var http = new HttpMessageInvoker(new Addressing(address, sockets));
        using var request = new HttpRequestMessage(HttpMethod.Get, StandIn);
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode is not HttpStatusCode.OK || response.Content.Headers.ContentLength > maxBytes) return null;
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        return await ReadAsync(content, maxBytes, cancellation);
    }

    /// <summary>Null for a path that would lead elsewhere. A server of its own that hands out absolute paths keeps files where only it can read them.</summary>
    private Uri? AddressOf(string path)
    {
        var steps = path.Split('/');
        if (steps.Any(step => step is "" or "." or ".." || step.Contains('\\', StringComparison.Ordinal))) return null;
        return new Uri($"{baseUrl}/file/bot{token.Reveal()}/{string.Join('/', steps.Select(Uri.EscapeDataString))}");
    }

    private static async Task<byte[]?> ReadAsync(Stream content, int maxBytes, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await content.ReadAsync(piece, cancellation) is > 0 and var read)
        {
            if (bytes.Length + read > maxBytes) return null;
            bytes.Write(piece, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>As <see cref="BotRequestHandler"/> does: the address, which holds the token, is there only while the sockets see the request.</summary>
    private sealed class Addressing(Uri address, SocketsHttpHandler sockets) : DelegatingHandler(sockets)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = address;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                request.RequestUri = StandIn;
            }
        }

        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
