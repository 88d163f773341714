using MultiBot.Domain.Replies;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Generation;

/// <summary>Stands in for a bot whose LLM settings cannot be asked with: everything fails until they are changed.</summary>
internal sealed class UnusableReplyGenerator : IReplyGenerator, IMemoryAnalyst
{
    public Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<ReplyOutcome>(LlmErrors.Failure(LlmErrors.BadRequest));
    }

    public Task<AnalysisOutcome> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var failure = LlmErrors.Failure(LlmErrors.BadRequest);
        return Task.FromResult<AnalysisOutcome>(new AnalysisOutcome.Failed(failure.Code, failure.Transient, failure.RetryAfter));
    }
}
