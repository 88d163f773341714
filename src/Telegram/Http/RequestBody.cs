using System.Net;

namespace MultiBot.Telegram.Http;

/// <summary>A request's body that remembers whether a connection has asked for it. Never empty: every call is a POST with JSON.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly byte[] bytes;
    private volatile bool started;

    private RequestBody(byte[] bytes) => this.bytes = bytes;

    /// <summary>True from just before the first byte of the body is written to a connection.</summary>
    public bool Started => started;

    /// <summary>The library's body, written out; a call without parameters gets an empty JSON object.</summary>
    public static async Task<RequestBody> TakeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var body = new RequestBody(request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellation) : "{}"u8.ToArray());
        body.Headers.ContentType = request.Content?.Headers.ContentType ?? new("application/json");
        return body;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        started = true;
        return stream.WriteAsync(bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
