using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Replies;

/// <summary>Finds out what messages tell of the person who wrote them. Called by GirlGrain beside replies, never before one.</summary>
public interface IMemoryAnalyst
{
    /// <summary>
    /// What is new in the request's lines. Changes nothing; <see cref="MemoryMerge"/> does. Never throws for what a model or its
    /// endpoint does or answers; throws <see cref="OperationCanceledException"/> when <paramref name="cancellation"/> fires.
    /// </summary>
    Task<AnalysisOutcome> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellation);
}

/// <summary>All an analysis is made from: one bot, one chat.</summary>
public sealed record AnalysisRequest
{
    public required BotConfig Bot { get; init; }
    public required ChatId Chat { get; init; }

    /// <summary>What is known so far.</summary>
    public required ContactMemory Memory { get; init; }
    public string? ContactName { get; init; }

    /// <summary>Not analysed yet, oldest first. Where they are more than the model may read, the oldest are left out.</summary>
    public required IReadOnlyList<HistoryEntry> Lines { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <summary>Closed.</summary>
public abstract record AnalysisOutcome
{
    private AnalysisOutcome() { }

    /// <summary>Checked and bounded; perhaps nothing.</summary>
    public sealed record Found(Analysis Analysis, ReplyUsage Usage) : AnalysisOutcome;

    /// <summary>Nothing was learned; the codes are those of replies and <c>llm.analysis_invalid</c>.</summary>
    public sealed record Failed(string Code, bool Transient, TimeSpan? RetryAfter) : AnalysisOutcome;
}
