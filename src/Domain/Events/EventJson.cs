using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Domain.Events;

/// <summary>An event as the world sees it: <c>{ "seq", "type", "botId", "chatId"?, "at", "data" }</c> on one line.</summary>
public static class EventJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(LoggedEvent logged) => WriteObject(json => Write(json, logged.Seq, logged.Event));

    /// <summary>The event with fields of its reader's behind its own.</summary>
    public static byte[] Write(LoggedEvent logged, Action<Utf8JsonWriter> more) => WriteObject(json =>
    {
        Write(json, logged.Seq, logged.Event);
        more(json);
    });

    /// <summary>An object of other fields, written as events are.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, long seq, DomainEvent @event)
    {
        json.WriteNumber("seq", seq);
        json.WriteString("type", @event.Type);
        json.WriteString("botId", @event.Bot.Value);
        if (@event.Chat is { } chat) json.WriteNumber("chatId", chat.Value);
        json.WriteString("at", @event.At);
        json.WritePropertyName("data");
        // Line breaks in JSON stand between its parts only: within a text they are escaped.
        json.WriteRawValue(@event.Data.ReplaceLineEndings(" "));
    }
}
