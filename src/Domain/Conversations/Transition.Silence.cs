using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Conversations;

/// <summary>Who is not answered although the persona speaks. No model is asked; the messages are settled, so that nothing waits for an answer that won't come.</summary>
internal sealed partial class Transition
{
    /// <summary>Where several people write, their replies of a day are read together: what a bot may send to a group in more than four hours.</summary>
    private const int RepliesOfAGroup = 5_000;

    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(10);

    private const string OverTheCap = "reply.person_cap";

    /// <summary>A code of docs/decisions.md; null: the messages are answered. What an operator put back always is.</summary>
    private string? SilenceOf(Draft draft)
    {
        if (draft.Answers.Any(message => message.Requeued))
            return null;

        return Next.Rules.Refusal ?? (!Next.IsGroup && IsOverTheCap(author: null) ? OverTheCap : null);
    }

    /// <summary>In a group, the messages that share the reason for which the first of them is not answered. None: all are.</summary>
    private (string Code, InboxMessage[] Messages)? SilencedInGroup()
    {
        if (!Next.IsGroup)
            return null;

        var silenced = Next.Unanswered.Select(message => (Message: message, Code: SilenceOf(message))).Where(one => one.Code is not null).ToArray();
        return silenced is [var first, ..] ? (first.Code!, [.. silenced.Where(one => one.Code == first.Code).Select(one => one.Message)]) : null;
    }

    /// <summary>Who opts out elsewhere while their words wait here is told to nobody: what was read of them is looked up once more.</summary>
    private bool KnowsTooLittleOfTheGroup() => Next.IsGroup && now - (Next.ReadAt > Next.Unanswered[0].StoredAt ? Next.ReadAt : Next.Unanswered[0].StoredAt) > LongestTrust;

    private string? SilenceOf(InboxMessage message)
    {
        if (message.Requeued || message.Details?.AuthorId is not { } author)
            return null;
        if (Next.Unwelcome.Contains(author))
            return "sender.unwelcome";

        return Next.Rules.Senders?.RefusalOf(author) ?? (IsOverTheCap(author) ? OverTheCap : null);
    }

    private bool IsOverTheCap(long? author)
    {
        if (Next.Rules.MaxRepliesPerDay is not { } most)
            return false;

        var zone = Next.Rules.PersonaZone;
        var today = LocalDays.Of(now, zone);
        return Next.Replies.Count(reply => reply.Author == author && LocalDays.Of(reply.At, zone) == today) >= most;
    }

    private int RepliesToRead() => Next.Rules.MaxRepliesPerDay is not { } most ? 0 : Next.IsGroup ? RepliesOfAGroup : most;

    /// <summary>Only as many are kept in mind as count.</summary>
    private void CountReply(Draft draft)
    {
        if (Next.Rules.MaxRepliesPerDay is null)
            return;

        ReplyMoment[] made = Next.IsGroup ? [.. AuthorsOf(draft).Select(author => new ReplyMoment(now, author))] : [new ReplyMoment(now)];
        var replies = Next.Replies.AddRange(made);
        var surplus = replies.Length - RepliesToRead();
        Next.Replies = surplus > 0 ? replies.RemoveRange(0, surplus) : replies;
    }

    private static IEnumerable<long> AuthorsOf(Draft draft) =>
        draft.Answers.Select(message => message.Details?.AuthorId).OfType<long>().Distinct();
}
