using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Grains.Tests.Webhooks;

/// <summary>Somebody's program that takes webhooks in, on a port of this machine; answers as its test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Channel<ReceivedCall> _calls = Channel.CreateUnbounded<ReceivedCall>();
    private WebApplication? _app;
    private int _port;

    /// <summary>What a call is answered with; 204 at first.</summary>
    public Func<ReceivedCall, Task<Answer>> Script { get; set; } = _ => Task.FromResult(new Answer(204));

    /// <summary>Its path is as good as a password.</summary>
    public string Url => $"http://127.0.0.1:{_port}/hooks/{PathSecret}?key={PathSecret}";

    public string PathSecret { get; } = Guid.NewGuid().ToString("n");

    public ConcurrentQueue<ReceivedCall> All { get; } = new();

    /// <summary>What was taken, in order of the answers.</summary>
    public ConcurrentQueue<ReceivedCall> Taken { get; } = new();

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.OpenAsync();
        return receiver;
    }

    /// <summary>On the port it had before.</summary>
    public async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.MapPost("/hooks/{secret}", TakeAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    public async Task CloseAsync()
    {
        if (_app is not { } app) return;
        _app = null;
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    /// <summary>The next call, in order of arrival.</summary>
    public async Task<ReceivedCall> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _calls.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Calls until one is as wanted.</summary>
    public async Task<ReceivedCall> UntilAsync(Func<ReceivedCall, bool> isIt)
    {
        while (true)
        {
            var call = await NextAsync();
            if (isIt(call)) return call;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new ReceivedCall(
            context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(),
            context.Request.Headers["webhook-signature"].ToString(), context.Request.ContentType ?? "", body.ToArray(), TimeProvider.System.GetTimestamp());
        All.Enqueue(call);
        _calls.Writer.TryWrite(call);
        var answer = await Script(call);
        if (answer.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds;
        if (answer.Location is { } location) context.Response.Headers.Location = location;
        context.Response.StatusCode = answer.Status;
        if (answer.Status < 300) Taken.Enqueue(call);
    }

    internal sealed record Answer(int Status, string? RetryAfter = null, string? Location = null);
}

internal sealed record ReceivedCall(string Id, string Timestamp, string Signature, string ContentType, byte[] Body, long At)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    public string Type => Json.GetProperty("type").GetString()!;
    public string? Bot => Json.TryGetProperty("botId", out var bot) ? bot.GetString() : null;
    public long Seq => Json.GetProperty("seq").GetInt64();

    /// <summary>As a receiver checks it that knows nothing of the sender's code.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{Id}.{Timestamp}."), .. Body];
        var expected = HMACSHA256.HashData(key, signed);
        return Signature.Split(' ').Any(one => one.StartsWith("v1,", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(one[3..]), expected));
    }
}
