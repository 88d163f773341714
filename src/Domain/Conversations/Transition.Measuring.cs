using System.Collections.Immutable;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Conversations;

/// <summary>How long replies take, and which traces they belong to. Decides nothing.</summary>
internal sealed partial class Transition
{
    /// <summary>
    /// A reply was committed; its time ends when its first part has left. Not that of one which an operator asked for: its message has
    /// waited for him.
    /// </summary>
    private void Expect(Draft draft)
    {
        if (draft.Slice!.Parts.Count > 0 && !draft.Answers.Any(message => message.Requeued))
            Next.Unsent = Next.Unsent.Add(new UnsentReply(Next.Turn, draft.Answers[^1].StoredAt, Next.Waited.Thinking - draft.ThinkingBefore, Next.Waited.Pacing));
    }

    /// <summary>Null when it is not the first part of a reply that this activation has committed.</summary>
    private ReplyTimes? TimesOf(OutboxRow row)
    {
        foreach (var reply in Next.Unsent)
        {
            if (reply.Turn != row.Turn || row.Part > 0)
                continue;

            var duration = NotNegative(now - reply.StoredAt);
            return new ReplyTimes(duration, NotNegative(duration - reply.Thinking - (Next.Waited.Pacing - reply.PacingBefore)));
        }

        return null;
    }

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
