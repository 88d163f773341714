using System.Text.Json;
using MultiBot.Telegram.Http;
using Telegram.Bot;
using Telegram.Bot.Requests;

namespace MultiBot.Telegram.Bots;

/// <summary>A call that is made often: its body is written at one go, with the library's rules for JSON, and its answer is left as JSON.</summary>
internal abstract class JsonRequest(string method) : RequestBase<JsonElement>(method)
{
    public override HttpContent ToHttpContent() => new RequestBody(JsonSerializer.SerializeToUtf8Bytes(this, GetType(), JsonBotAPI.Options));
}
