using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Domain.Memory;

/// <summary>
/// The stored form of a memory. An older reader takes what it knows out of what a newer writer wrote: fields it does not know, and
/// fields of another kind than it expects, are passed over.
/// </summary>
public static class MemoryJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ContactMemory memory)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            WriteFacts(json, memory.Facts);
            if (memory.Summary is not null) json.WriteString("summary", memory.Summary);
            WriteGuess(json, "language", memory.Language);
            WriteGuess(json, "timeZone", memory.TimeZone);
            json.WriteNumber("analyzedUpTo", memory.AnalyzedUpTo);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>No bytes at all are an empty memory.</summary>
    /// <exception cref="JsonException">It is no JSON: what was stored is damaged.</exception>
    public static ContactMemory Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return ContactMemory.Empty;
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new ContactMemory
        {
            Facts = Items(root, "facts").Select(FactOf).OfType<Fact>().ToImmutableArray(),
            Summary = Text(root, "summary"),
            Language = GuessOf(root, "language"),
            TimeZone = GuessOf(root, "timeZone"),
            AnalyzedUpTo = Field(root, "analyzedUpTo", JsonValueKind.Number) is { } id && id.TryGetInt64(out var upTo) ? upTo : 0,
        };
    }

    private static void WriteFacts(Utf8JsonWriter json, ImmutableArray<Fact> facts)
    {
        json.WriteStartArray("facts");
        foreach (var fact in facts)
        {
            json.WriteStartObject();
            json.WriteString("topic", fact.Topic);
            json.WriteString("text", fact.Text);
            json.WriteString("since", fact.Since);
            json.WriteString("source", NameOf(fact.Source));
            if (fact.Until is { } until) json.WriteString("until", until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGuess(Utf8JsonWriter json, string name, Guess? guess)
    {
        if (guess is null) return;
        json.WriteStartObject(name);
        json.WriteString("value", guess.Value);
        json.WriteString("source", NameOf(guess.Source));
        json.WriteString("at", guess.At);
        json.WriteEndObject();
    }

    private static Fact? FactOf(JsonElement fact) =>
        Text(fact, "topic") is { } topic && Text(fact, "text") is { } text && Time(fact, "since") is { } since
            ? new Fact(topic, text, since, SourceOf(Text(fact, "source")), Time(fact, "until"))
            : null;

    private static Guess? GuessOf(JsonElement root, string name) =>
        Field(root, name, JsonValueKind.Object) is { } guess && Text(guess, "value") is { } value && Time(guess, "at") is { } at
            ? new Guess(value, SourceOf(Text(guess, "source")), at)
            : null;

    private static string NameOf(MemorySource source) => source switch
    {
        MemorySource.Client => "client",
        MemorySource.Analysis => "analysis",
        MemorySource.Operator => "operator",
        MemorySource.Tool => "tool",
        _ => "import",
    };

    /// <summary>A source that only a newer version knows is no operator's word, and no analysis may overwrite it: like an import.</summary>
    private static MemorySource SourceOf(string? name) => name switch
    {
        "client" => MemorySource.Client,
        "analysis" => MemorySource.Analysis,
        "operator" => MemorySource.Operator,
        "tool" => MemorySource.Tool,
        _ => MemorySource.Import,
    };

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        Field(root, name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string? Text(JsonElement parent, string name) => Field(parent, name, JsonValueKind.String)?.GetString();

    private static DateTimeOffset? Time(JsonElement parent, string name) =>
        Field(parent, name, JsonValueKind.String) is { } text && text.TryGetDateTimeOffset(out var time) ? time : null;

    private static JsonElement? Field(JsonElement parent, string name, JsonValueKind kind) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var field) && field.ValueKind == kind ? field : null;
}
