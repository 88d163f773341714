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
/// that a judge can tell which message was answered by which reply. A person who wants it «at length» is answered in two messages: the
/// first «begins» with the markers («~12»), the second «ends» with them («#12»). Asked for an analysis, it learns that the person «likes» the
/// last marker. What it calls before it answers is the test's affair.
/// </summary>
public sealed partial class LlmStub : IAsyncDisposable
{
    /// <summary>So long that two of them don't fit into one of Telegram's messages, and that the cut falls between them.</summary>
    private static readonly string Padding = string.Concat(Enumerable.Repeat(" and so on", 220));

    private readonly WebApplication _app;
    private readonly bool _remembers;

    private LlmStub(WebApplication app, bool remembers) => (_app, _remembers) = (app, remembers);

    /// <summary>What was asked; nothing when it does not remember.</summary>
    public ConcurrentQueue<(string Key, string Body)> Requests { get; } = new();

    /// <summary>The functions that are called in answer to the person's last words, whether they are offered or not.</summary>
    public Func<string, (string Name, string Arguments)[]> Calls { get; set; } = _ => [];

    /// <summary>Waited for before a request is answered; it is given the body.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Sound that was sent to be turned into words: the model, the file's name, the bytes.</summary>
    public ConcurrentQueue<(string Model, string FileName, byte[] Sound)> Voices { get; } = new();

    /// <summary>What is said in any voice message; null: the request is refused.</summary>
    public string? Spoken { get; set; } = "spoken words";

    public string Endpoint => $"{_app.Urls.First()}/v1";

    /// <param name="remembers">False for a long run: each request tells half a chat.</param>
    public static async Task<LlmStub> StartAsync(bool remembers = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var stub = new LlmStub(app, remembers);
        app.MapPost("/v1/chat/completions", stub.Complete);
        app.MapPost("/v1/audio/transcriptions", stub.Transcribe);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Complete(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (_remembers)
            Requests.Enqueue((request.Headers.Authorization.ToString(), body));
        await Before(body);
        using var document = JsonDocument.Parse(body);
        var messages = document.RootElement.GetProperty("messages").EnumerateArray().ToList();
        var isTold = messages[^1].GetProperty("role").GetString() == "tool";
        var said = messages
            .Where(message => message.GetProperty("role").GetString() != "tool" && !message.TryGetProperty("tool_calls", out _))
            .Select(message => (Role: message.GetProperty("role").GetString(), Text: TextOf(message.GetProperty("content"))))
            .Reverse().TakeWhile(message => message.Role == "user").Reverse().ToList();
        var markers = string.Join(' ', said.SelectMany(message => Marker().Matches(message.Text)).Select(match => match.Value));
        if (body.Contains("one JSON object of this shape", StringComparison.Ordinal))
            return Completion(Analysis(Marker().Matches(body).LastOrDefault()?.Value ?? "nothing"));

        if (!isTold && said.Count > 0 && Calls(said[^1].Text) is { Length: > 0 } calls)
            return Calling(calls);

        var atLength = said.Any(message => message.Text.Contains("at length", StringComparison.Ordinal));
        return Completion(atLength ? InTwoParts(markers) : $"answers {markers}");
    }

    private async Task<IResult> Transcribe(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var file = form.Files.Single();
        using var sound = new MemoryStream();
        await file.CopyToAsync(sound);
        Voices.Enqueue((form["model"].ToString(), file.FileName, sound.ToArray()));
        return Spoken is { } text ? Results.Json(new { text }) : Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    private static IResult Completion(string content) => Results.Json(new
    {
        id = "stub",
        @object = "chat.completion",
        created = 0,
        model = "stub",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });

    private static IResult Calling((string Name, string Arguments)[] calls) => Results.Json(new
    {
        id = "stub",
        @object = "chat.completion",
        created = 0,
        model = "stub",
        choices = new[]
        {
            new
            {
                index = 0,
                finish_reason = "tool_calls",
                message = new
                {
                    role = "assistant",
                    content = (string?)null,
                    tool_calls = calls.Select((call, index) => new { id = $"call_{index}", type = "function", function = new { name = call.Name, arguments = call.Arguments } }),
                },
            },
        },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });

    private static string Analysis(string marker) => JsonSerializer.Serialize(new
    {
        summary = $"They talked of {marker}.",
        facts = new[] { new { topic = "interests", text = $"Likes {marker}", replaces = Array.Empty<string>() } },
        language = "en",
        timeZone = "Asia/Bishkek",
    });

    private static string InTwoParts(string markers) => $"begins {markers.Replace('#', '~')}{Padding}\n\nends {markers}{Padding}";

    private static string TextOf(JsonElement content) =>
        content.ValueKind is JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Where(part => part.TryGetProperty("text", out _)).Select(part => part.GetProperty("text").GetString()));

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Marker();
}
