using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MultiBot.Replies.Tests.Stub;

/// <summary>The bytes of chat completions: whole, and as server-sent events.</summary>
internal static class StubWire
{
    public const int InputTokens = 21;
    public const int OutputTokens = 8;

    public static object Completion(string model, string? text, string? refusal, string finishReason) => new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_760_000_000,
        model,
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text, refusal }, finish_reason = finishReason } },
        usage = Usage,
    };

    public static object Completion(string model, StubAnswer.Calls calls) => new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_760_000_000,
        model,
        choices = new[] { new { index = 0, message = new { role = "assistant", content = (string?)null, tool_calls = Functions(calls) }, finish_reason = "tool_calls" } },
        usage = Usage,
    };

    public static async Task StreamAsync(HttpContext http, string model, StubAnswer.Calls calls)
    {
        http.Response.ContentType = "text/event-stream";
        await EventAsync(http, Chunk(model, new { role = "assistant", tool_calls = Functions(calls) }, null));
        await EventAsync(http, Chunk(model, new { }, "tool_calls"));
        await EventAsync(http, new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1_760_000_000, model, choices = Array.Empty<object>(), usage = Usage });
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static object[] Functions(StubAnswer.Calls calls) =>
        [.. calls.Functions.Select((function, index) => new { index, id = $"call_{index}", type = "function", function = new { name = function.Name, arguments = function.Arguments } })];

    public static async Task StreamAsync(HttpContext http, string model, StubAnswer.Says says)
    {
        var words = says.Text.Split(' ');
        await BeginStreamAsync(http, model, words[0]);
        foreach (var word in words.Skip(1)) await EventAsync(http, Chunk(model, new { content = " " + word }, null));
        await EventAsync(http, Chunk(model, new { }, says.FinishReason));
        await EventAsync(http, new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1_760_000_000, model, choices = Array.Empty<object>(), usage = Usage });
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    public static async Task BeginStreamAsync(HttpContext http, string model, string word)
    {
        http.Response.ContentType = "text/event-stream";
        await EventAsync(http, Chunk(model, new { role = "assistant", content = word }, null));
    }

    public static Task StatusAsync(HttpContext http, StubAnswer.Status status)
    {
        http.Response.StatusCode = status.Code;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in status.Headers) http.Response.Headers[name] = value;
        return http.Response.WriteAsync(status.Body);
    }

    public static Task RawAsync(HttpContext http, StubAnswer.Raw raw)
    {
        http.Response.ContentType = raw.ContentType;
        return http.Response.WriteAsync(raw.Body);
    }

    private static object Usage => new { prompt_tokens = InputTokens, completion_tokens = OutputTokens, total_tokens = InputTokens + OutputTokens };

    private static object Chunk(string model, object delta, string? finishReason) => new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        created = 1_760_000_000,
        model,
        choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
    };

    private static async Task EventAsync(HttpContext http, object data)
    {
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(data)}\n\n");
        await http.Response.Body.FlushAsync();
    }
}
