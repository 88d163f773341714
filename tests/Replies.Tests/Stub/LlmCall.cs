using System.Text.Json;

namespace MultiBot.Replies.Tests.Stub;

/// <summary>One request as the stub received it.</summary>
internal sealed record LlmCall(string Path, string Query, string? Authorization, string? ApiKey, JsonElement Body)
{
    public string Model => Body.TryGetProperty("model", out var model) ? model.GetString()! : Path.Split('/')[3];

    public bool Streams => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    public (string Role, string Text)[] Messages { get; } =
        [.. Body.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, message.TryGetProperty("content", out var content) ? Text(content) : ""))];

    /// <summary>Names of the functions offered.</summary>
    public string[] Tools { get; } = Body.TryGetProperty("tools", out var tools)
        ? [.. tools.EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString()!)]
        : [];

    public string? ToolChoice => Body.TryGetProperty("tool_choice", out var choice) ? choice.GetString() : null;

    /// <summary>Addresses of pictures, in order.</summary>
    public string[] Pictures { get; } =
    [
        .. Body.GetProperty("messages").EnumerateArray().Where(message => message.TryGetProperty("content", out var content) && content.ValueKind is JsonValueKind.Array).Select(message => message.GetProperty("content"))
            .SelectMany(content => content.EnumerateArray()).Where(part => part.TryGetProperty("image_url", out _)).Select(part => part.GetProperty("image_url").GetProperty("url").GetString()!),
    ];

    private static string Text(JsonElement content) =>
        content.ValueKind is JsonValueKind.String ? content.GetString()! : content.ValueKind is JsonValueKind.Null ? "" : string.Concat(content.EnumerateArray().Where(part => part.TryGetProperty("text", out _)).Select(part => part.GetProperty("text").GetString()));
}
