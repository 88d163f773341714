using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Generation;

/// <summary>Stands in for a bot whose LLM settings cannot be asked with: every reply fails until they are changed.</summary>
internal sealed class UnusableReplyGenerator : IReplyGenerator
{
    public Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<ReplyOutcome>(LlmErrors.Failure(LlmErrors.BadRequest));
    }
}
