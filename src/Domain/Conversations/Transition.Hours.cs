using MultiBot.Domain.Autonomy;

namespace MultiBot.Domain.Conversations;

/// <summary>Outside of its hours the persona does not answer; a chat that waits for an opening is found like any other with something unanswered.</summary>
internal sealed partial class Transition
{
    /// <summary>
    /// When what is unanswered may be answered. Null: at once; so is what an operator put back, and what is not answered at all. Each chat
    /// has its own moment after an opening, so that not all are written to at once.
    /// </summary>
    private DateTimeOffset? AnswersFrom()
    {
        var rules = Next.Rules;
        // Without hours the clock of the database, by which messages are dated, delays nobody.
        if (rules.Hours == ReplyHours.Always || rules.Refusal is not null || Next.Unanswered.Any(message => message.Requeued))
            return null;

        var spread = rules.OpeningSpread < rules.MaxReplyAge / 2 ? rules.OpeningSpread : rules.MaxReplyAge / 2;
        var delay = spread * new Dice(rules.AutonomySeed, Next.Key).Roll(Draw.Opening, 0);
        return rules.Hours.AnswersFrom(Next.Unanswered[^1].StoredAt, now, delay);
    }
}
