using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Domain.Decisions;

/// <summary>A tool that a model called for words that were committed, and what became of it. Its arguments are a model's words, made of a person's.</summary>
/// <param name="Tool">As the model said it; perhaps of no tool.</param>
/// <param name="Arguments">As the model gave them.</param>
/// <param name="Result">What the model was told.</param>
/// <param name="Done">It was carried out, in the transaction of the decision.</param>
/// <param name="Reason">Why it was not: a code of docs/decisions.md.</param>
public sealed record ToolRecord(string Tool, string Arguments, string Result, bool Done, string? Reason = null);

/// <summary>The stored form, and the one that is shown: <c>[{ "tool", "arguments", "result", "done", "reason"? }]</c>.</summary>
public static class ToolRecordJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null: there was none.</summary>
    public static string? Write(IReadOnlyList<ToolRecord> calls)
    {
        if (calls.Count == 0) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var call in calls) Write(json, call);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ToolRecord call)
    {
        json.WriteStartObject();
        json.WriteString("tool", call.Tool);
        json.WritePropertyName("arguments");
        WriteArguments(json, call.Arguments);
        json.WriteString("result", call.Result);
        json.WriteBoolean("done", call.Done);
        if (call.Reason is not null) json.WriteString("reason", call.Reason);
        json.WriteEndObject();
    }

    /// <summary>What is no JSON, or was cut, is told as the text that it is.</summary>
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(arguments);
        }
    }
}
