using System.Collections.Immutable;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>How long replies take, what the model took for them, and which traces they belong to. Decides nothing.</summary>
internal sealed partial class Transition
{
    /// <summary>
    /// A reply was committed; its time ends when its first part has left. That of one which an operator asked for tells nothing, its message
    /// has waited for him; nor does that of one which waited for an opening.
    /// </summary>
    private void Expect(Draft draft)
    {
        if (draft.Slice!.Parts.Count == 0)
            return;

        var tells = draft.Answers is [.., var last] && !draft.Answers.Any(message => message.Requeued) && Next.Rules.Hours.WasOpen(last.StoredAt, draft.StartedAt);
        DateTimeOffset? storedAt = tells ? draft.Answers[^1].StoredAt : null;
        Next.Unsent = Next.Unsent.Add(new UnsentReply(Next.Turn, storedAt, Next.Waited.Thinking - draft.ThinkingBefore, Next.Waited.Pacing, draft.Usage));
    }

    /// <summary>Null when it is not the first part of a reply that this activation has committed: nothing is told twice.</summary>
    private UnsentReply? ReplyOf(OutboxRow row)
    {
        foreach (var reply in Next.Unsent)
        {
            if (reply.Turn == row.Turn && row.Part == 0)
                return reply;
        }

        return null;
    }

    private ReplyTimes? TimesOf(UnsentReply reply)
    {
        if (reply.StoredAt is not { } storedAt)
            return null;

        var duration = NotNegative(now - storedAt);
        return new ReplyTimes(duration, NotNegative(duration - reply.Thinking - (Next.Waited.Pacing - reply.PacingBefore)));
    }

    /// <summary>None of a model that was not asked, or that does not say.</summary>
    private static ReplyFigures FiguresOf(UnsentReply reply, ReplyTimes? times) => new(
        (long?)times?.Duration.TotalMilliseconds,
        reply.Usage is { InputTokens: > 0 and var input } ? input : null,
        reply.Usage is { OutputTokens: > 0 and var output } ? output : null);

    /// <summary>What has left, or never will, is expected no more.</summary>
    private void ForgetSent()
    {
        if (!Next.Unsent.IsEmpty)
            Next.Unsent = Next.Unsent.RemoveAll(reply => !Next.Open.Any(row => row.Turn == reply.Turn && row.Part == 0));
    }

    private void KeepTraces(IEnumerable<InboxMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Trace is { } trace)
                Next.Traces = Next.Traces.SetItem(message.Id, trace);
        }
    }

    /// <summary>These were read from the store before they were told of.</summary>
    private void TakeTraces(InboxMessage[] told)
    {
        if (Array.TrueForAll(told, message => message.Trace is null))
            return;

        KeepTraces(told);
        Next.Unanswered = WithTraces(Next.Unanswered);
    }

    /// <summary>What was read, with the traces that came by another way.</summary>
    private ImmutableArray<InboxMessage> WithTraces(IReadOnlyList<InboxMessage> read)
    {
        KeepTraces(Next.Unanswered);
        if (Next.Traces.IsEmpty)
            return [.. read];

        var traces = Next.Traces;
        Next.Traces = Next.Traces.Clear();
        return [.. read.Select(message => traces.TryGetValue(message.Id, out var trace) ? message with { Trace = trace } : message)];
    }

    /// <summary>The store's clock and ours are two.</summary>
    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
