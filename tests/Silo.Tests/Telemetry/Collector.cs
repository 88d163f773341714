using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Silo.Tests.Telemetry;

/// <summary>Takes what is exported over OTLP/HTTP. The texts of a protobuf message stand in it as they are, which is all that is looked for.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, StringBuilder> _taken = new();
    private readonly SemaphoreSlim _more = new(0);

    private Collector(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Everything of a signal so far: traces, metrics or logs.</summary>
    public string Of(string signal)
    {
        if (!_taken.TryGetValue(signal, out var text)) return "";
        lock (text) return text.ToString();
    }

    public async Task<string> UntilAsync(string signal, params string[] texts)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var taken = Of(signal);
            var lacking = texts.Where(text => !taken.Contains(text, StringComparison.Ordinal)).ToList();
            if (lacking.Count == 0) return taken;
            try
            {
                await _more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The {taken.Length} characters of {signal} lack {string.Join(", ", lacking)}; taken are {string.Join(", ", _taken.Keys)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _more.Dispose();
    }

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        if (request.Headers.ContentEncoding == "gzip") await new GZipStream(request.Body, CompressionMode.Decompress).CopyToAsync(body);
        else await request.Body.CopyToAsync(body);
        var text = _taken.GetOrAdd(signal, _ => new StringBuilder());
        lock (text) text.Append(Encoding.UTF8.GetString(body.ToArray()));
        _more.Release();
        return Results.Bytes([], "application/x-protobuf");
    }
}
