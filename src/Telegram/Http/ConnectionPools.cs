using System.Net;
using System.Net.Security;
using MultiBot.Domain.Secrets;
using Microsoft.Extensions.Options;

namespace MultiBot.Telegram.Http;

/// <summary>
/// The sockets of all bots: one pair of pools (polls, sends) for bots without a proxy, one pair per proxy. A burst of sends
/// never waits for a connection that a poll holds, and the number of polls is not capped.
/// </summary>
/// <remarks>
/// HTTP/2 where the server offers it (over TLS): about a hundred requests share a connection then, instead of one waiting poll holding a socket,
/// its buffers and its keys. Cutting a request ends its stream, and what of it was not written by then never is; on HTTP/1.1 it cuts the
/// socket. Whether a request left is known either way (see <see cref="BotRequestHandler"/>).
/// </remarks>
/// <param name="options">Time-outs and lifetimes.</param>
/// <param name="trust">Whose certificates to believe. Null: those the machine believes.</param>
internal sealed class ConnectionPools(IOptions<TelegramOptions> options, SslClientAuthenticationOptions? trust = null) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Shared> pools = [];

    /// <summary>The pools for this proxy, or null when it can't be read. To be released once, when the session is over.</summary>
    public PoolLease? Rent(Secret? proxy)
    {
        var key = proxy?.Reveal() ?? "";
        lock (gate)
        {
            if (!pools.TryGetValue(key, out var shared))
            {
                IWebProxy? route = key.Length == 0 ? new MachineProxy() : FixedProxy.TryRead(key);
                if (route is null)
                    return null;
                pools[key] = shared = new Shared(Open(route), Open(route));
            }

            shared.Users++;
            return new PoolLease(shared.Polls, shared.Sends, () => Release(key));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var shared in pools.Values)
                shared.Dispose();
            pools.Clear();
        }
    }

    /// <summary>The pools of a proxy close with the last bot that uses it; those without a proxy stay.</summary>
    private void Release(string key)
    {
        lock (gate)
        {
            if (!pools.TryGetValue(key, out var shared) || --shared.Users > 0 || key.Length == 0)
                return;
            pools.Remove(key);
            shared.Dispose();
        }
    }

    private SocketsHttpHandler Open(IWebProxy route) => new()
    {
        Proxy = route,
        UseProxy = true,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        SslOptions = trust ?? new SslClientAuthenticationOptions(),
        // A connection that died in silence would hold up all that share it until each request's own time is up.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = options.Value.ConnectionPing,
        KeepAlivePingTimeout = options.Value.ConnectTimeout,
        // A redirect would carry the request, token included, to an address nobody configured.
        AllowAutoRedirect = false,
        // Without a propagator the handler writes no activities, whose url tags would hold the token.
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Value.ConnectTimeout,
        PooledConnectionIdleTimeout = options.Value.IdleConnection,
        PooledConnectionLifetime = options.Value.ConnectionLifetime,
    };

    private sealed class Shared(SocketsHttpHandler polls, SocketsHttpHandler sends) : IDisposable
    {
        public SocketsHttpHandler Polls { get; } = polls;
        public SocketsHttpHandler Sends { get; } = sends;
        public int Users { get; set; }

        public void Dispose()
        {
            Polls.Dispose();
            Sends.Dispose();
        }
    }
}

/// <summary>The right to use a pair of pools.</summary>
internal sealed class PoolLease(SocketsHttpHandler polls, SocketsHttpHandler sends, Action release) : IDisposable
{
    private int released;

    public SocketsHttpHandler Polls { get; } = polls;
    public SocketsHttpHandler Sends { get; } = sends;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            release();
    }
}
