using Microsoft.Extensions.AI;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Generation;

/// <summary>What a model's response amounts to, before the text is tidied. Pure.</summary>
internal static class ResponseReader
{
    /// <summary>How the client library marks a model's own refusal.</summary>
    private const string Refusal = "Refusal";

    public static ReplyOutcome Read(ChatResponse response, string model)
    {
        if (response.FinishReason == ChatFinishReason.ContentFilter || IsRefused(response)) return LlmErrors.Failure(LlmErrors.ContentFiltered);
        if (string.IsNullOrWhiteSpace(response.Text)) return LlmErrors.Failure(LlmErrors.Empty);
        return new ReplyOutcome.Written(response.Text, Usage(response, model));
    }

    private static bool IsRefused(ChatResponse response) =>
        response.Messages.Any(message => message.Contents.OfType<ErrorContent>().Any(error => error.ErrorCode == Refusal));

    private static ReplyUsage Usage(ChatResponse response, string model) =>
        new(model, Count(response.Usage?.InputTokenCount), Count(response.Usage?.OutputTokenCount));

    private static int Count(long? tokens) => (int)Math.Clamp(tokens ?? 0, 0, int.MaxValue);
}
