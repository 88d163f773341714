using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Encodings.Web;
using System.Text.Json;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Prompts;
using OpenAI.Chat;

namespace MultiBot.Replies.Llm;

/// <summary>
/// The call that nearly every reply makes, as it stands on the wire: texts in, a text out, in one piece. It goes through the library's client
/// and throws what that throws; only the two bodies are written and read here. The library's objects for them (a message, its parts and a list of
/// changes for each line) were a third of what a silo allocated for a message, and a sixth of its time.
/// </summary>
/// <param name="client">Of the model.</param>
/// <param name="model">For the usage.</param>
/// <param name="fields">What each request says beside its messages: a JSON object.</param>
internal sealed class PlainCompletion(ChatClient client, string model, byte[] fields)
{
    /// <summary>What a thread keeps of the room it wrote in: most bodies are far smaller.</summary>
    private const int RoomKept = 256 * 1024;

    /// <summary>A body is written at one go. Only its copy leaves the thread.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? room;

    /// <summary>Letters of other scripts stay as they are: escaped they are three times as long.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Messages = JsonEncodedText.Encode("messages");
    private static readonly JsonEncodedText Role = JsonEncodedText.Encode("role");
    private static readonly JsonEncodedText Content = JsonEncodedText.Encode("content");

    /// <summary>A reply to be made of texts alone; what else there is goes the library's way.</summary>
    public static bool Fits(Question question, Prompt prompt) =>
        question.Purpose is Purpose.Reply && question.Tools.Count == 0 && prompt.Pictures.Count == 0;

    public async Task<ReplyOutcome> AskAsync(Prompt prompt, CancellationToken cancellation)
    {
        using var body = BinaryContent.Create(BinaryData.FromBytes(Write(prompt.Words)));
        var result = await client.CompleteChatAsync(body, new RequestOptions { CancellationToken = cancellation });
        return Read(result.GetRawResponse().Content);
    }

    private byte[] Write(SeenPrompt prompt)
    {
        var buffer = room is { Capacity: <= RoomKept } kept ? kept : room = new ArrayBufferWriter<byte>();
        buffer.ResetWrittenCount();
        // All but the bracket that closes the object.
        buffer.Write(fields.AsSpan(0, fields.Length - 1));
        buffer.Write(","u8);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartArray(Messages);
            WriteInstructions(json, prompt.Instructions.AsSpan());
            foreach (var (role, text) in prompt.Lines)
            {
                json.WriteStartObject();
                json.WriteString(Role, role);
                json.WriteString(Content, text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        buffer.Write("}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteInstructions(Utf8JsonWriter json, ReadOnlySpan<string> pieces)
    {
        json.WriteStartObject();
        json.WriteString(Role, SeenLine.System);
        json.WritePropertyName(Content);
        for (var at = 0; at < pieces.Length; at++) json.WriteStringValueSegment(pieces[at], isFinalSegment: at == pieces.Length - 1);
        json.WriteEndObject();
    }

    /// <exception cref="Exception">It is no completion.</exception>
    private ReplyOutcome Read(BinaryData body)
    {
        using var json = JsonDocument.Parse(body);
        var choice = json.RootElement.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        if (Text(choice, "finish_reason") is "content_filter" || Text(message, "refusal") is { Length: > 0 }) return LlmErrors.Failure(LlmErrors.ContentFiltered);
        if (Text(message, "content") is not { } text || string.IsNullOrWhiteSpace(text)) return LlmErrors.Failure(LlmErrors.Empty);
        return new ReplyOutcome.Written(text, Usage(json.RootElement));
    }

    private ReplyUsage Usage(JsonElement completion) =>
        completion.TryGetProperty("usage", out var usage) && usage.ValueKind is JsonValueKind.Object
            ? new(model, Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"))
            : new(model, 0, 0);

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static int Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var tokens) && tokens.ValueKind is JsonValueKind.Number && tokens.TryGetInt64(out var count) ? (int)Math.Clamp(count, 0, int.MaxValue) : 0;
}
