using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MultiBot.Domain.Decisions;

/// <summary>
/// The stored form of what a model saw. From one reply to the next nearly all of it is the same, so it is told by what is new since the one
/// before: <c>{ "of": turn, "instructions": ["…", null], "drop": 2, "lines": [{ "role", "text" }] }</c>, where null stands for the same piece and
/// <c>drop</c> for how many of the oldest lines are gone. The first of a chat, and one now and then, is whole: without <c>of</c>, <c>null</c> and <c>drop</c>.
/// Pure.
/// </summary>
public static class PromptTrail
{
    /// <summary>Prompts between two whole ones: reading one takes a look at each.</summary>
    public const int MaxDistance = 15;

    /// <summary>After which one is whole again: old decisions are deleted, the oldest first, and what refers to them can't be told any more.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="prompt">To be stored.</param>
    /// <param name="before">The one that is stored before it. Null: none; it is written as a whole.</param>
    /// <param name="now">Of the decision.</param>
    public static PromptStep After(PromptStep? before, SeenPrompt prompt, DateTimeOffset now) =>
        before is not null && before.Distance < MaxDistance && now - before.WholeAt < MaxAge && Dropped(before.Prompt, prompt) is { } drop
            ? new PromptStep { Prompt = prompt, Stored = Write(prompt, before, drop), Distance = before.Distance + 1, WholeAt = before.WholeAt }
            : new PromptStep { Prompt = prompt, Stored = Write(prompt, null, 0), Distance = 0, WholeAt = now };

    /// <summary>Null when one that it refers to is not kept any more.</summary>
    /// <param name="stored">As it was written.</param>
    /// <param name="find">What is stored beside the decision of a turn of the same chat.</param>
    public static async Task<IReadOnlyList<SeenLine>?> ReadAsync(string stored, Func<long, Task<string?>> find)
    {
        // Whole as a list of messages: from before there was this form.
        if (stored.StartsWith('[')) return [.. LinesIn(JsonElement.Parse(stored))];
        return await PromptAsync(stored, find) is { } prompt ? [new SeenLine(SeenLine.System, string.Concat(prompt.Instructions)), .. prompt.Lines] : null;
    }

    private static async Task<SeenPrompt?> PromptAsync(string stored, Func<long, Task<string?>> find)
    {
        var steps = new Stack<JsonElement>();
        var step = JsonElement.Parse(stored);
        while (step.TryGetProperty("of", out var turn))
        {
            steps.Push(step);
            if (await find(turn.GetInt64()) is not { } earlier) return null;
            step = JsonElement.Parse(earlier);
        }

        var prompt = new SeenPrompt([.. step.GetProperty("instructions").EnumerateArray().Select(piece => piece.GetString()!)], [.. LinesIn(step.GetProperty("lines"))]);
        while (steps.TryPop(out var next)) prompt = Applied(prompt, next);
        return prompt;
    }

    private static SeenPrompt Applied(SeenPrompt before, JsonElement step) => new(
        [.. step.GetProperty("instructions").EnumerateArray().Select((piece, at) => piece.GetString() ?? before.Instructions[at])],
        [.. before.Lines.Skip(step.GetProperty("drop").GetInt32()), .. LinesIn(step.GetProperty("lines"))]);

    private static IEnumerable<SeenLine> LinesIn(JsonElement lines) =>
        lines.EnumerateArray().Select(line => new SeenLine(line.GetProperty("role").GetString()!, line.GetProperty("text").GetString()!));

    /// <summary>How many of the oldest lines are gone, when the rest is what the new ones begin with. Null: nothing is left of them.</summary>
    private static int? Dropped(SeenPrompt before, SeenPrompt prompt)
    {
        if (before.Instructions.Length != prompt.Instructions.Length) return null;
        for (var drop = 0; drop < before.Lines.Length; drop++)
        {
            if (prompt.Lines.AsSpan().StartsWith(before.Lines.AsSpan()[drop..])) return drop;
        }

        return null;
    }

    private static string Write(SeenPrompt prompt, PromptStep? before, int drop)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            if (before is not null) json.WriteNumber("of", before.Turn);
            WriteInstructions(json, prompt, before?.Prompt);
            if (before is not null) json.WriteNumber("drop", drop);
            WriteLines(json, prompt.Lines.AsSpan()[(before is null ? 0 : before.Prompt.Lines.Length - drop)..]);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteInstructions(Utf8JsonWriter json, SeenPrompt prompt, SeenPrompt? before)
    {
        json.WriteStartArray("instructions");
        for (var at = 0; at < prompt.Instructions.Length; at++)
        {
            if (before is not null && prompt.Instructions[at] == before.Instructions[at]) json.WriteNullValue();
            else json.WriteStringValue(prompt.Instructions[at]);
        }

        json.WriteEndArray();
    }

    private static void WriteLines(Utf8JsonWriter json, ReadOnlySpan<SeenLine> lines)
    {
        json.WriteStartArray("lines");
        foreach (var (role, text) in lines)
        {
            json.WriteStartObject();
            json.WriteString("role", role);
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
