using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Approvals;

/// <summary>
/// What an operator's word makes of a draft. Pure: the store holds what comes out against the draft, and against the chat's version and turn, so
/// that of two who say something at once one is heard.
/// </summary>
/// <param name="chat">As it is.</param>
/// <param name="draft">As it is.</param>
/// <param name="rules">The bot's, for this chat.</param>
/// <param name="epoch">Under which it is committed.</param>
/// <param name="now">The silo's clock.</param>
public sealed class Approval(ChatSnapshot chat, DraftItem draft, ConversationRules rules, long epoch, DateTimeOffset now)
{
    /// <summary>Why nothing can be said about it any more; null: something can.</summary>
    public Problem? Closed() => draft.State switch
    {
        DraftState.Waiting when draft.Basis != Basis => Superseded(),
        DraftState.Waiting when draft.ExpiresAt <= now => Expired(),
        DraftState.Waiting => null,
        DraftState.Superseded => Superseded(),
        DraftState.Expired => Expired(),
        _ => Problem.Conflict(DraftCodes.Settled, $"This draft is {(draft.State is DraftState.Approved ? "approved" : "rejected")} already."),
    };

    /// <summary>The turn that sends it.</summary>
    /// <param name="words">The operator's own; null: the persona's.</param>
    /// <param name="id">Names the turn.</param>
    public Answer<TurnSlice> Approve(string? words, Guid id)
    {
        InitiativeClaim? claim = null;
        if (draft.Unasked is not null && !TryClaim(out claim, out var reason))
            return Problem.Conflict(DraftCodes.NotNow, $"By the rules of writing first it may not be sent now ({AutonomyReasons.CodeOf(reason)}).");

        if (chat.DoNotContact || Answered.Any(message => message.Details?.AuthorId is { } author && chat.Unwelcome.Contains(author)))
            return Problem.Conflict(DraftCodes.Unwelcome, "Whoever it answers has opted out since, or stands on the list of those whom no bot may write to. Reject it.");

        var discloses = !chat.Disclosed && rules.Disclosure is not null;
        var text = words ?? draft.Text;
        return Turn(id, DraftState.Approved) with
        {
            Parts = [.. MessageSplitter.Split(discloses ? $"{rules.Disclosure}\n\n{text}" : text, rules.MaxTextLength).Select(part => new TurnPart(part, SendNow: false) { ReplyTo = Target })],
            Marks = [.. Answered.Where(message => message.Requeued).Select(message => new InboxMark(message.Id, InboxState.Answered))],
            ExpiresAt = draft.ExpiresAt,
            Discloses = discloses,
            Initiative = claim,
            Decision = Told(draft.Unasked is null ? DecisionKind.Answered : DecisionKind.WroteFirst, words is null || words == draft.Text ? DraftCodes.Approved : DraftCodes.Edited),
        };
    }

    /// <summary>The turn without words that leaves its messages unanswered.</summary>
    public TurnSlice Reject(Guid id) => Turn(id, DraftState.Rejected) with
    {
        Marks = [.. Answered.Select(message => new InboxMark(message.Id, InboxState.Ignored))],
        FailureCode = DraftCodes.Rejected,
        Decision = Told(DecisionKind.Silent, DraftCodes.Rejected),
    };

    /// <summary>Another one is to be written in its place.</summary>
    public SettleDraftSlice RejectForAnother() => new()
    {
        Bot = chat.Key.Bot,
        Epoch = epoch,
        Chat = chat.Key.Chat,
        Draft = new DraftSettlement(draft.Id, DraftState.Rejected),
        Decision = Told(DecisionKind.Withdrawn, DraftCodes.Again),
    };

    /// <summary>The same of what nobody asked for: its plan is left off, or is due once more.</summary>
    public InitiativeSlice RejectUnasked(bool again, Guid id) => new()
    {
        Bot = chat.Key.Bot,
        Epoch = epoch,
        Chat = chat.Key.Chat,
        Id = id,
        Revision = chat.Initiative.Revision,
        For = Basis,
        Pending = again && chat.Initiative.Pending is { } pending ? pending with { DueAt = now } : null,
        Draft = new DraftSettlement(draft.Id, DraftState.Rejected),
        Decision = again ? Told(DecisionKind.Withdrawn, DraftCodes.Again) : Told(DecisionKind.LeftOff, DraftCodes.Rejected),
    };

    /// <summary>Nobody asked for it.</summary>
    public bool IsUnasked => draft.Unasked is not null;

    private TurnBasis Basis => new(chat.Version, chat.Turn);

    /// <summary>The chat stands as when the draft was written, so that what waits there is what it answers.</summary>
    private IEnumerable<InboxMessage> Answered => draft.Unasked is null ? chat.Unanswered.Where(message => !message.Command) : [];

    /// <summary>In a group: who spoke to the bot last.</summary>
    private long? Target => chat.Key.Chat.IsGroup ? Answered.LastOrDefault(message => message.Details is { AddressesBot: true })?.SourceId : null;

    private TurnSlice Turn(Guid id, DraftState state) => new()
    {
        Bot = chat.Key.Bot,
        Epoch = epoch,
        Chat = chat.Key.Chat,
        Id = id,
        Basis = draft.Basis,
        AnsweredUpTo = Answered.LastOrDefault() is { } last ? Math.Max(chat.AnsweredUpTo, last.Id) : null,
        Draft = new DraftSettlement(draft.Id, state),
    };

    private Decision Told(DecisionKind kind, string reason) => new()
    {
        Kind = kind,
        Reason = reason,
        Inputs = new DecisionInputs
        {
            DraftId = draft.Id,
            MessageId = draft.Answers is [.., var last] ? last : null,
            Messages = draft.Answers.Length,
            Authors = chat.Key.Chat.IsGroup ? [.. Answered.Select(message => message.Details?.AuthorId).OfType<long>().Distinct()] : null,
            Action = draft.Unasked is { } unasked ? AutonomyKinds.NameOf(unasked) : null,
        },
    };

    /// <summary>Every rule is asked once more, but for how long it was due: it has waited for the operator.</summary>
    private bool TryClaim(out InitiativeClaim? claim, out AutonomyReason reason)
    {
        var state = chat.Initiative.In(chat.Key, Basis, chat.Mode);
        // Another plan than the one that it was written for is not its own to carry out.
        if (state.Pending?.Kind != draft.Unasked)
        {
            (claim, reason) = (null, AutonomyReason.MovedOn);
            return false;
        }

        if (state.Pending is { } pending)
            state = state with { Pending = pending with { DueAt = now } };
        var contact = rules.Autonomy.In(chat.Memory.Memory.TimeZone?.Value);
        var decision = new Initiative(state, chat.Initiative.BotDay, contact, now, rules.AutonomySeed).Check();
        reason = decision.Reason;
        claim = decision is AutonomyDecision.Send send
            ? InitiativeClaim.Of(chat.Initiative.Revision, state.After(send, contact, now), contact, draft.Unasked!.Value, now)
            : null;
        return claim is not null;
    }

    private static Problem Superseded() =>
        Problem.Conflict(DraftCodes.Superseded, "Something was written or commanded in the chat since; look at it, and at the draft that has taken its place, if there is one.");

    private static Problem Expired() =>
        Problem.Conflict(DraftCodes.Expired, "It is older than pacing.maxReplyAgeMinutes allows. Its messages are overdue: put them back for another draft, or answer by hand.");
}
