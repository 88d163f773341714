using System.ClientModel;
using System.Text.Json;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;
using OpenAI.Audio;

namespace MultiBot.Replies.Speech;

/// <summary><c>/audio/transcriptions</c> of OpenAI and those who speak like it. Throws what the library throws.</summary>
internal sealed class SpeechModel(AudioClient client, string model)
{
    public async Task<ReplyOutcome> HearAsync(byte[] sound, string name, CancellationToken cancellation)
    {
        using var content = new MemoryStream(sound, writable: false);
        var result = await client.TranscribeAudioAsync(content, name, new AudioTranscriptionOptions(), cancellation);
        return string.IsNullOrWhiteSpace(result.Value.Text)
            ? LlmErrors.Failure(LlmErrors.Empty)
            : new ReplyOutcome.Written(result.Value.Text, UsageOf(result));
    }

    /// <summary>Newer models count tokens; older ones, and compatible servers, say nothing or only how long it was.</summary>
    private ReplyUsage UsageOf(ClientResult result)
    {
        using var body = JsonDocument.Parse(result.GetRawResponse().Content);
        return body.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind is JsonValueKind.Object
            ? new ReplyUsage(model, Count(usage, "input_tokens"), Count(usage, "output_tokens"))
            : new ReplyUsage(model, 0, 0);
    }

    private static int Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var tokens) && tokens.ValueKind is JsonValueKind.Number && tokens.TryGetInt32(out var count) ? Math.Max(0, count) : 0;
}
