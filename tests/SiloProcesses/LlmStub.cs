using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.SiloProcesses;

/// <summary>
/// An OpenAI-compatible endpoint. Its reply names the markers («#12») of every message said since the assistant last spoke, so
/// that a judge can tell which message was answered by which reply.
/// </summary>
public sealed partial class LlmStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LlmStub(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Key, string Body)> Requests { get; } = new();

    public string Endpoint => $"{_app.Urls.First()}/v1";

    public static async Task<LlmStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var stub = new LlmStub(app);
        app.MapPost("/v1/chat/completions", stub.Complete);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Complete(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue((request.Headers.Authorization.ToString(), body));
        using var document = JsonDocument.Parse(body);
        var said = document.RootElement.GetProperty("messages").EnumerateArray()
            .Select(message => (Role: message.GetProperty("role").GetString(), Text: TextOf(message.GetProperty("content"))))
            .Reverse().TakeWhile(message => message.Role == "user").Reverse();
        var markers = said.SelectMany(message => Marker().Matches(message.Text)).Select(match => match.Value);
        return Results.Json(new
        {
            id = "stub",
            @object = "chat.completion",
            created = 0,
            model = "stub",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = "answers " + string.Join(' ', markers) } } },
            usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
        });
    }

    private static string TextOf(JsonElement content) =>
        content.ValueKind is JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Marker();
}
