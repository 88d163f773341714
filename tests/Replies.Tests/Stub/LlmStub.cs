using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Replies.Tests.Stub;

/// <summary>A loopback server that speaks OpenAI's chat completions, Azure's route to them included, and remembers what it was asked.</summary>
internal sealed class LlmStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<LlmCall> _calls = new();
    private readonly Channel<LlmCall> _arrivals = Channel.CreateUnbounded<LlmCall>();
    private readonly Channel<LlmCall> _hangUps = Channel.CreateUnbounded<LlmCall>();

    private LlmStub(WebApplication app, Func<LlmCall, StubAnswer> answer) => (_app, Answer) = (app, answer);

    /// <summary>May be exchanged while running.</summary>
    public Func<LlmCall, StubAnswer> Answer { get; set; }

    public IReadOnlyList<LlmCall> Calls => [.. _calls];

    /// <summary>Each request once, when it has been read.</summary>
    public ChannelReader<LlmCall> Arrivals => _arrivals.Reader;

    /// <summary>Requests given up by the client while the stub was hanging.</summary>
    public ChannelReader<LlmCall> HangUps => _hangUps.Reader;

    /// <summary>What was sent to be turned into words.</summary>
    public ConcurrentQueue<VoiceCall> Voices { get; } = new();

    /// <summary>What is heard in it.</summary>
    public Func<VoiceCall, StubAnswer> Hears { get; set; } = _ => new StubAnswer.Says("hello there");

    public string Root => _app.Urls.First();

    /// <summary>The address an OpenAI client takes.</summary>
    public string OpenAi => Root + "/v1";

    public static Task<LlmStub> StartAsync(params StubAnswer[] script)
    {
        var left = new ConcurrentQueue<StubAnswer>(script);
        return StartAsync(_ => left.TryDequeue(out var next) ? next : new StubAnswer.Says("All is well."));
    }

    public static async Task<LlmStub> StartAsync(Func<LlmCall, StubAnswer> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new LlmStub(builder.Build(), answer);
        stub._app.Run(stub.ServeAsync);
        await stub._app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.EndsWith("/audio/transcriptions", StringComparison.Ordinal))
        {
            await ListenAsync(http);
            return;
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var (authorization, key) = (http.Request.Headers.Authorization.FirstOrDefault(), http.Request.Headers["api-key"].FirstOrDefault());
        var call = new LlmCall(http.Request.Path, http.Request.QueryString.Value ?? "", authorization, key, body.RootElement.Clone());
        if (!call.Path.EndsWith("/chat/completions", StringComparison.Ordinal)) throw new InvalidOperationException($"Unexpected path {call.Path}.");
        _calls.Enqueue(call);
        _arrivals.Writer.TryWrite(call);
        await AnswerAsync(http, call, Answer(call));
    }

    private async Task ListenAsync(HttpContext http)
    {
        var call = await VoiceCall.ReadAsync(http.Request);
        Voices.Enqueue(call);
        switch (Hears(call))
        {
            case StubAnswer.Says says: await http.Response.WriteAsJsonAsync(new { text = says.Text, usage = new { type = "tokens", input_tokens = 120, output_tokens = 7, total_tokens = 127 } }); break;
            case StubAnswer.Raw raw: await StubWire.RawAsync(http, raw); break;
            case StubAnswer.Status status: await StubWire.StatusAsync(http, status); break;
            case StubAnswer.Hangs: await HungUpAsync(http); break;
            default: await DropAsync(http); break;
        }
    }

    private Task AnswerAsync(HttpContext http, LlmCall call, StubAnswer answer) => answer switch
    {
        StubAnswer.Says says when call.Streams => StubWire.StreamAsync(http, call.Model, says),
        StubAnswer.Says says => http.Response.WriteAsJsonAsync(StubWire.Completion(call.Model, says.Text, null, says.FinishReason)),
        StubAnswer.Calls calls when call.Streams => StubWire.StreamAsync(http, call.Model, calls),
        StubAnswer.Calls calls => http.Response.WriteAsJsonAsync(StubWire.Completion(call.Model, calls)),
        StubAnswer.Refuses refuses => http.Response.WriteAsJsonAsync(StubWire.Completion(call.Model, null, refuses.Text, "stop")),
        StubAnswer.Status status => StubWire.StatusAsync(http, status),
        StubAnswer.Raw raw => StubWire.RawAsync(http, raw),
        StubAnswer.SaysAfter later => SayLaterAsync(http, call, later),
        StubAnswer.Hangs => HangAsync(http, call),
        _ => DropAsync(http),
    };

    private async Task SayLaterAsync(HttpContext http, LlmCall call, StubAnswer.SaysAfter later)
    {
        await later.Gate;
        await AnswerAsync(http, call, new StubAnswer.Says(later.Text));
    }

    private async Task HangAsync(HttpContext http, LlmCall call)
    {
        if (call.Streams) await StubWire.BeginStreamAsync(http, call.Model, "Well");
        await HungUpAsync(http);
        _hangUps.Writer.TryWrite(call);
    }

    private static async Task HungUpAsync(HttpContext http)
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = http.RequestAborted.Register(hungUp.SetResult);
        await hungUp.Task;
    }

    private static Task DropAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
