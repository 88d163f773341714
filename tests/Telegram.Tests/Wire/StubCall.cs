using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MultiBot.Telegram.Tests.Wire;

/// <summary>One request as it came in, and the ways to answer it.</summary>
internal sealed record StubCall(
    TcpClient Client, NetworkStream Stream, string Target, IReadOnlyDictionary<string, string> Headers, JsonElement Body, Task Gone)
{
    /// <summary>The Bot API method: the last part of the path.</summary>
    public string Method => Target[(Target.LastIndexOf('/') + 1)..];

    /// <summary>The seconds a poll is willing to wait.</summary>
    public int Wait => Body.TryGetProperty("timeout", out var timeout) ? timeout.GetInt32() : 0;

    public long? Offset => Body.TryGetProperty("offset", out var offset) ? offset.GetInt64() : null;

    public Task OkAsync(object result) => ReplyAsync(200, JsonSerializer.Serialize(new { ok = true, result }));

    /// <summary>Updates, given as the JSON that Telegram would write.</summary>
    public Task UpdatesAsync(params string[] updates) => ReplyAsync(200, $$"""{"ok":true,"result":[{{string.Join(',', updates)}}]}""");

    public Task ErrorAsync(int code, string description, object? parameters = null) =>
        ReplyAsync(code, JsonSerializer.Serialize(new { ok = false, error_code = code, description, parameters }));

    public Task ReplyAsync(int status, string body, string type = "application/json", string headers = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return RawAsync($"HTTP/1.1 {status} Whatever\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\n{headers}\r\n{body}");
    }

    public Task RawAsync(string text) => Stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Closes with a reset, the way a crashed server does.</summary>
    public Task DropAsync()
    {
        Client.LingerState = new LingerOption(true, 0);
        Client.Dispose();
        return Task.CompletedTask;
    }
}
