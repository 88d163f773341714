using System.Net;
using System.Net.Mime;

namespace MultiBot.Telegram.Http;

/// <summary>A request's body that remembers whether a connection has asked for it. Never empty: every call is a POST with JSON.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly byte[] bytes;
    private volatile bool started;

    /// <param name="bytes">All of it.</param>
    /// <param name="mediaType">Null: JSON.</param>
    public RequestBody(byte[] bytes, string? mediaType = null)
    {
        this.bytes = bytes;
        Headers.TryAddWithoutValidation("Content-Type", mediaType ?? MediaTypeNames.Application.Json);
    }

    /// <summary>True from just before the first byte of the body is written to a connection.</summary>
    public bool Started => started;

    /// <summary>A body of ours, or the library's, written out; a call without parameters gets an empty JSON object.</summary>
    public static async ValueTask<RequestBody> TakeAsync(HttpRequestMessage request, CancellationToken cancellation) => request.Content switch
    {
        RequestBody own => own,
        { } content => new RequestBody(await content.ReadAsByteArrayAsync(cancellation), content.Headers.ContentType?.ToString()),
        null => new RequestBody("{}"u8.ToArray()),
    };

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
