using System.ClientModel.Primitives;
using System.Net;
using Microsoft.Extensions.Options;

namespace MultiBot.Replies.Llm;

/// <summary>
/// The connections of a silo to all its models: one pool, keyed by host. It knows no key — each client sets its own on each
/// request — follows no redirect (a key must not travel on) and keeps no cookie.
/// </summary>
internal sealed class LlmTransport : IDisposable
{
    /// <summary>New connections now and then, so that a change of address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;

    public LlmTransport(IOptions<LlmOptions> options)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // No activities with addresses in them, and no trace ids of ours in a provider's logs.
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Value.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        _http = new HttpClient(new LlmHttpHandler(sockets, options.Value.MaxResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };
        Pipeline = new HttpClientPipelineTransport(_http);
    }

    public PipelineTransport Pipeline { get; }

    public void Dispose() => _http.Dispose();

    /// <summary>Speaks HTTP/2 where the other side offers it, and refuses to read on past the limit (streams are bounded by their reader).</summary>
    private sealed class LlmHttpHandler(HttpMessageHandler inner, int maxResponseBytes) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                // What says how long it is can't be longer, and is read once only: by the library.
                var headers = response.Content.Headers;
                if (headers.ContentType?.MediaType != "text/event-stream" && !(headers.ContentLength <= maxResponseBytes))
                    await response.Content.LoadIntoBufferAsync(maxResponseBytes, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
