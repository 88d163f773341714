using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// Writing unasked. What to do next is planned once for each state of the chat and found when it is due; everything is decided once more
/// then, and a last time when the words are there. The store holds it all against the chat, the plan and the bot's day.
/// </summary>
internal sealed partial class Transition
{
    private TurnBasis Basis => new(Next.Version, Next.Turn);

    private void Initiate()
    {
        if (!IsQuiet() || Next.InitiativeNotBefore > now)
            return;

        var stored = Next.Initiative;
        if (Next.DoNotContact)
        {
            // Once for each state of the chat, like any plan; that the person is off the list again is seen with their next message.
            if (stored.Pending is not null || (stored.PlannedFor != Basis && Next.Rules.Autonomy.Enabled))
                Store(pending: null, DecisionKind.LeftOff, PrivacyCodes.DoNotContact);
        }
        else if (stored.Pending is { } action && action.Basis == Basis)
            Check(action);
        else if (stored.PlannedFor != Basis && (Next.Rules.Autonomy.Enabled || stored.Pending is not null))
            Plan();
    }

    /// <summary>Whatever is said or decided now belongs to the chat as it stands.</summary>
    private bool IsQuiet() =>
        Next is { Following: true, Rules.Running: true, Rules.Replies: true, Draft: null, Delivery: null, Open.IsEmpty: true, HasToAnswer: false, AwaitsApproval: false, Planning: null, Order: null, HasToObey: false, Erased: false };

    private void Plan()
    {
        var decision = JustAnswered() ? Decide().PlanAfterAnswer() : Decide().Plan();
        if (decision is AutonomyDecision.Schedule planned)
            Store(planned.Action, DecisionKind.Planned, planned.Reason);
        else
            Store(pending: null, DecisionKind.LeftOff, decision.Reason);
    }

    /// <summary>Our words were the last ones, and a follow-up can still follow them.</summary>
    private bool JustAnswered() =>
        Next.Initiative is { LastOut: { } answered, LastIn: { } heard } && answered >= heard && now - answered < Next.Rules.Autonomy.FollowUpFrom;

    private void Check(PendingAction action)
    {
        if (action.DueAt > now || !IsDue(Next.RetryAt))
            return;

        switch (Decide().Check())
        {
            case AutonomyDecision.Send send: Begin(action, send.TimeOfDay); break;
            case AutonomyDecision.Postpone later: Store(action with { DueAt = later.Until }, DecisionKind.PutOff, later.Reason); break;
            case var never: Store(pending: null, DecisionKind.LeftOff, never.Reason, again: true); break;
        }
    }

    private void Begin(PendingAction action, Schedules.TimeOfDay timeOfDay)
    {
        var draft = new Draft
        {
            Ticket = NewTicket(),
            Stage = DraftStage.Generating,
            Basis = Basis,
            StartedAt = now,
            Answers = [],
            Unasked = new UnaskedMessage(action.Kind, timeOfDay, action.About),
        };
        Next.Draft = draft;
        KeepTyping();
        _effects.Add(new ConversationEffect.Generate(draft.Ticket, Next.History, draft.Answers, draft.Unasked));
    }

    /// <summary>What takes the plan along with the words. Null: by now they are not to be said.</summary>
    private InitiativeClaim? ClaimOf(Draft draft)
    {
        var rules = ContactRules();
        if (draft.Basis != Basis || Decide().Check() is not AutonomyDecision.Send send)
            return null;

        return InitiativeClaim.Of(Next.Initiative.Revision, State().After(send, rules, now), rules, draft.Unasked!.Kind, now);
    }

    /// <summary>The last moment for words that are there now.</summary>
    private DateTimeOffset ExpiryOfUnasked(Draft draft) => draft.Unasked!.Kind is AutonomyKind.Asked
        ? now + Next.Rules.Autonomy.Grace
        : ContactRules().OpenUntil(now, Next.Initiative.Pending!.DueAt + Next.Rules.Autonomy.Grace);

    private void TakeInitiative(InitiativeClaim claim) => Next.Initiative = Next.Initiative with
    {
        Revision = claim.Revision + 1,
        PlannedFor = null,
        Pending = null,
        LastOut = now,
        LastUnsolicited = now,
        Unanswered = claim.Unanswered,
        Day = claim.Day,
        BotDay = Next.Initiative.BotDay.Plus(claim.BotDay),
    };

    private void UnaskedRefused(Draft draft)
    {
        Next.Failures++;
        UnaskedFailed(new ConversationOperation.DraftFailed(draft.Ticket, "reply.unstorable", Transient: false, RetryAfter: null));
    }

    /// <summary>The words can't be had: tried again, then left off.</summary>
    private void UnaskedFailed(ConversationOperation.DraftFailed failed)
    {
        Next.Draft = null;
        if (Next.Failures < (failed.Transient ? Next.Rules.MaxTransientAttempts : Next.Rules.MaxAttempts))
        {
            RetryAfter(failed.RetryAfter);
            return;
        }

        (Next.Failures, Next.RetryAt) = (0, null);
        Store(pending: null, DecisionKind.LeftOff, failed.Code);
    }

    private void Store(PendingAction? pending, DecisionKind kind, AutonomyReason reason, bool again = false) =>
        Store(pending, kind, AutonomyReasons.CodeOf(reason), again);

    private void Store(PendingAction? pending, DecisionKind kind, string reason, bool again = false, DraftSettlement? draft = null)
    {
        var ticket = NewTicket();
        var told = pending ?? Next.Initiative.Pending;
        var slice = new InitiativeSlice
        {
            Bot = Next.Key.Bot,
            Epoch = Next.Epoch,
            Chat = Next.Key.Chat,
            Id = Next.IdOf(ticket),
            Revision = Next.Initiative.Revision,
            For = Basis,
            Pending = pending,
            PlanAgain = again,
            Draft = draft,
            Decision = new Decision
            {
                Kind = kind,
                Reason = reason,
                Inputs = new DecisionInputs { Action = told is null ? null : AutonomyKinds.NameOf(told.Kind), DueAt = pending?.DueAt, DraftId = draft?.DraftId },
            },
        };
        Next.Planning = new Planning(ticket, slice);
        _effects.Add(new ConversationEffect.Plan(ticket, slice));
    }

    private void Planned(ConversationOperation.Planned planned)
    {
        if (Next.Planning is not { } planning || planning.Ticket != planned.Ticket)
            return;

        Next.Planning = null;
        switch (planned.Answer)
        {
            case SliceAnswer<InitiativeStored>.Accepted accepted:
                var slice = planning.Slice;
                Next.Initiative = Next.Initiative with { Revision = accepted.Result.Revision, PlannedFor = slice.PlanAgain ? null : slice.For, Pending = slice.Pending };
                if (slice.Draft is not null) Next.Waiting = null;
                break;
            case SliceAnswer<InitiativeStored>.Stale:
                Retire();
                break;
            default:
                // In conflict, or unknown: the store knows how the chat and its plan stand.
                Next.InitiativeNotBefore = now + Next.Rules.StoreRetryPause;
                LoseTrack();
                break;
        }
    }

    private Initiative Decide() => new(State(), Next.Initiative.BotDay, ContactRules(), now, Next.Rules.AutonomySeed);

    private AutonomyState State() => Next.Initiative.In(Next.Key, Basis, Next.Mode);

    private AutonomyRules ContactRules() => Next.Rules.Autonomy.In(Next.Memory.Memory.TimeZone?.Value);
}
