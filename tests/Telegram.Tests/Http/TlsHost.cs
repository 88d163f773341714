using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MultiBot.Sandbox;

namespace MultiBot.Telegram.Tests.Http;

/// <summary>The sandbox behind TLS, as Telegram stands on the Internet: HTTP/2 is offered. Notes down which call came on which connection.</summary>
internal sealed class TlsHost : IAsyncDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Polling> bots = new();

    private TlsHost(X509Certificate2 certificate, WebApplication app) => (this.certificate, this.app) = (certificate, app);

    public string Url => app.Urls.First();

    /// <summary>(protocol, connection, token, method).</summary>
    public ConcurrentQueue<(string Protocol, string Connection, string Token, string Method)> Calls { get; } = new();

    /// <summary>Believes this host's certificate and no other.</summary>
    public SslClientAuthenticationOptions Trust => new()
    {
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
    };

    public static async Task<TlsHost> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sandbox", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddSandbox();
        var host = new TlsHost(certificate, builder.Build());
        host.app.Use(host.NoteAsync);
        host.app.MapSandbox("");
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The person of chat 5 writes to a bot.</summary>
    public async Task WriteAsync(string token, string text)
    {
        using var handler = new SocketsHttpHandler { SslOptions = Trust };
        using var people = new HttpClient(handler);
        using var written = await people.PostAsJsonAsync($"{Url}/control/messages", new { token, chatId = 5, from = new { id = 5, firstName = "Kim" }, text });
        written.EnsureSuccessStatusCode();
    }

    /// <summary>Completes when a poll of this token waits: the first of a session is answered at once.</summary>
    public Task WaitingAsync(string token) => Of(token).Waits.Task.WaitAsync(Rig.Patience);

    /// <summary>Completes when a call of this token was given up by its caller.</summary>
    public Task AbortedAsync(string token) => Of(token).GivenUp.Task.WaitAsync(Rig.Patience);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }

    private async Task NoteAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value!.Split('/') is ["", ['b', 'o', 't', .. var token], var method])
        {
            Calls.Enqueue((http.Request.Protocol, http.Connection.Id, token, method));
            http.RequestAborted.Register(() => Of(token).GivenUp.TrySetResult());
            if (method == "getUpdates" && Calls.Count(call => call.Token == token && call.Method == method) == 2)
                Of(token).Waits.TrySetResult();
        }

        await next(http);
    }

    private Polling Of(string token) => bots.GetOrAdd(token, _ => new Polling());

    private sealed class Polling
    {
        public TaskCompletionSource Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
