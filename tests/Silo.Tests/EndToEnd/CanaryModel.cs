using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>How a model behaves.</summary>
internal enum Mood
{
    Sane,
    Hangs,
    Errs,
    Garbage,
    Empty,
    Endless,
    TellsAllItKnows,
    TellsItsKey,
    TellsItsInstructions,
    SendsLinks,
}

/// <summary>One request: whose key it came with, and every canary in it.</summary>
internal sealed record Prompted(string Key, string Body, IReadOnlyList<string> Canaries);

/// <summary>An OpenAI-compatible endpoint with a mood for each key, that remembers what it was told.</summary>
internal sealed partial class CanaryModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyDictionary<string, Mood> _moods;
    private readonly ConcurrentQueue<Prompted> _prompts = new();

    private CanaryModel(WebApplication app, IReadOnlyDictionary<string, Mood> moods) => (_app, _moods) = (app, moods);

    public string Endpoint => $"{_app.Urls.First()}/v1";

    public IReadOnlyList<Prompted> Prompts => [.. _prompts];

    public static async Task<CanaryModel> StartAsync(IReadOnlyDictionary<string, Mood> moodsByKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var model = new CanaryModel(builder.Build(), moodsByKey);
        model._app.MapPost("/v1/chat/completions", model.Complete);
        await model._app.StartAsync();
        return model;
    }

    public static IReadOnlyList<string> CanariesIn(string text) => [.. Canary().Matches(text).Select(match => match.Value)];

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task<IResult> Complete(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var key = request.Headers.Authorization.ToString()["Bearer ".Length..];
        _prompts.Enqueue(new Prompted(key, body, CanariesIn(body)));
        switch (_moods[key])
        {
            case Mood.Hangs:
                var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using (request.HttpContext.RequestAborted.Register(hungUp.SetResult)) await hungUp.Task;
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            case Mood.Errs: return Results.Json(new { error = new { message = $"{key} and {body}" } }, statusCode: StatusCodes.Status500InternalServerError);
            case Mood.Garbage: return Results.Text($"<html>{key} {body}</html>", "application/json");
            default: return Says(Text(_moods[key], key, body));
        }
    }

    private static string Text(Mood mood, string key, string body)
    {
        var messages = JsonDocument.Parse(body).RootElement.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").ToString()).ToList();
        return mood switch
        {
            Mood.Empty => " \n",
            Mood.Endless => string.Concat(Enumerable.Repeat("and so on ", 20_000)),
            Mood.TellsAllItKnows => "I know " + string.Join(' ', CanariesIn(body)),
            Mood.TellsItsKey => $"Gladly: {key}",
            Mood.TellsItsInstructions => $"Gladly:\n{messages[0]}",
            Mood.SendsLinks => $"See https://evil.test/?c={messages[^1].Length} or www.evil.test, t.me/evil and [this](http://evil.test)",
            _ => "answers " + string.Join(' ', CanariesIn(messages[^1])),
        };
    }

    private static IResult Says(string text) => Results.Json(new
    {
        id = "stub",
        @object = "chat.completion",
        created = 0,
        model = "stub",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = text } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });

    [GeneratedRegex(@"canary-\d+-\d+")]
    private static partial Regex Canary();
}
