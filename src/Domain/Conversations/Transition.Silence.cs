using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Conversations;

/// <summary>Who is not answered although the persona speaks. No model is asked; the messages are settled, so that nothing waits for an answer that won't come.</summary>
internal sealed partial class Transition
{
    /// <summary>A code of docs/decisions.md; null: the messages are answered. What an operator put back always is.</summary>
    private string? SilenceOf(Draft draft)
    {
        if (draft.Answers.Any(message => message.Requeued))
            return null;

        return Next.Rules.Refusal ?? (Next.Rules.MaxRepliesPerDay is { } most && RepliesOfToday() >= most ? "reply.person_cap" : null);
    }

    private int RepliesOfToday()
    {
        var zone = Next.Rules.PersonaZone;
        var today = LocalDays.Of(now, zone);
        return Next.Replies.Count(at => LocalDays.Of(at, zone) == today);
    }

    /// <summary>Only as many are kept in mind as count.</summary>
    private void CountReply()
    {
        if (Next.Rules.MaxRepliesPerDay is not { } most)
            return;

        var replies = Next.Replies.Add(now);
        Next.Replies = replies.Length > most ? replies.RemoveRange(0, replies.Length - most) : replies;
    }
}
