using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Domain.Events;

/// <summary>An event as the world sees it: <c>{ "seq", "type", "botId", "chatId"?, "at", "data" }</c> on one line.</summary>
public static class EventJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(LoggedEvent logged)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing)) Write(json, logged.Seq, logged.Event);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, long seq, DomainEvent @event)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", seq);
        json.WriteString("type", @event.Type);
        json.WriteString("botId", @event.Bot.Value);
        if (@event.Chat is { } chat) json.WriteNumber("chatId", chat.Value);
        json.WriteString("at", @event.At);
        json.WritePropertyName("data");
        // Line breaks in JSON stand between its parts only: within a text they are escaped.
        json.WriteRawValue(@event.Data.ReplaceLineEndings(" "));
        json.WriteEndObject();
    }
}
