using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

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
    /// <summary>Around each text; what more it takes the buffer grows by.</summary>
    private const int BytesPerLine = 40;

    /// <summary>UTF-8 of a UTF-16 code unit.</summary>
    private const int WorstBytesPerChar = 3;

    /// <summary>Letters of other scripts stay as they are: escaped they are three times as long.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Messages = JsonEncodedText.Encode("messages");
    private static readonly JsonEncodedText Role = JsonEncodedText.Encode("role");
    private static readonly JsonEncodedText Content = JsonEncodedText.Encode("content");

    /// <summary>A reply to be made of texts alone; what else there is goes the library's way.</summary>
    public static bool Fits(Question question, IReadOnlyList<ChatMessage> prompt)
    {
        if (question.Purpose is not Purpose.Reply || question.Tools.Count > 0) return false;
        foreach (var message in prompt)
        {
            if (message.Contents is not [TextContent]) return false;
        }

        return true;
    }

    public async Task<ReplyOutcome> AskAsync(IReadOnlyList<ChatMessage> prompt, CancellationToken cancellation)
    {
        using var body = BinaryContent.Create(BinaryData.FromBytes(Write(prompt)));
        var result = await client.CompleteChatAsync(body, new RequestOptions { CancellationToken = cancellation });
        return Read(result.GetRawResponse().Content);
    }

    private ReadOnlyMemory<byte> Write(IReadOnlyList<ChatMessage> prompt)
    {
        // The writer asks for room for the worst a text can become, and what has none is moved.
        var (size, longest) = (fields.Length, 0);
        foreach (var line in prompt) (size, longest) = (size + BytesPerLine + line.Text.Length, Math.Max(longest, line.Text.Length));
        var buffer = new ArrayBufferWriter<byte>(size + (WorstBytesPerChar * longest));
        // All but the bracket that closes the object.
        buffer.Write(fields.AsSpan(0, fields.Length - 1));
        buffer.Write(","u8);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartArray(Messages);
            foreach (var line in prompt)
            {
                json.WriteStartObject();
                json.WriteString(Role, line.Role.Value);
                json.WriteString(Content, line.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        buffer.Write("}"u8);
        return buffer.WrittenMemory;
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
