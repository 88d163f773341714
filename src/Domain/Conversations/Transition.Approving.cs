using MultiBot.Domain.Approvals;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// Where an operator looks first, what was written is stored as a draft in place of a turn. It waits there, for as long as the chat stays as it
/// is: nothing is written meanwhile, and the chat counts as finished. Who says yes or no commits the turn (<see cref="Approval"/>); here a draft
/// is made, and settled once the chat or the clock has overtaken it.
/// </summary>
internal sealed partial class Transition
{
    private void Submit(Draft draft)
    {
        // As a whole: it may be approved when all that it could refer to is gone.
        draft = draft with { Step = StepOf(draft, before: null) };
        var slice = new DraftSlice
        {
            Bot = Next.Key.Bot,
            Epoch = Next.Epoch,
            Chat = Next.Key.Chat,
            Id = Next.IdOf(draft.Ticket),
            Basis = draft.Basis,
            Text = draft.Text!,
            Answers = [.. draft.Answers.Select(message => message.Id)],
            Unasked = draft.Unasked?.Kind,
            ExpiresAt = draft.Unasked is null ? ExpiryOf(draft) : LastWordOn(draft.Unasked.Kind),
            Transcripts = TranscriptsOf(draft),
            Decision = DecisionOf(draft) with { Kind = DecisionKind.Drafted, Calls = NotCarriedOut(draft) },
        };
        Submit(draft, slice);
    }

    private void Submit(Draft draft, DraftSlice slice)
    {
        Next.Draft = draft with { Stage = DraftStage.Committing, Submission = slice, RepeatAt = null };
        _effects.Add(new ConversationEffect.Submit(draft.Ticket, slice));
    }

    /// <summary>Until when an operator may say yes to what nobody asked for: as long as to an answer, within the hours in which it may be said.</summary>
    private DateTimeOffset LastWordOn(Autonomy.AutonomyKind kind)
    {
        var latest = now + Next.Rules.MaxReplyAge;
        return kind is Autonomy.AutonomyKind.Asked ? latest : ContactRules().OpenUntil(now, latest);
    }

    private void Submitted(ConversationOperation.Submitted submitted)
    {
        if (Next.Draft is not { Stage: DraftStage.Committing, Submission: { } slice } draft || draft.Ticket != submitted.Ticket)
            return;

        switch (submitted.Answer)
        {
            case null: Next.Draft = draft with { RepeatAt = now + Next.Rules.StoreRetryPause }; break;
            case SliceAnswer<DraftStored>.Accepted accepted:
                Next.Draft = null;
                ForgetWords(draft);
                Next.Waiting = new WaitingDraft { Id = accepted.Result.Id, Basis = slice.Basis, Unasked = slice.Unasked, ExpiresAt = slice.ExpiresAt };
                (Next.Failures, Next.RetryAt) = (0, null);
                break;
            case SliceAnswer<DraftStored>.Conflict: Next.Draft = null; LoseTrack(); break;
            case SliceAnswer<DraftStored>.Stale: Retire(); break;
        }
    }

    /// <summary>The words can't be stored: what follows is the same as for a turn that can't be.</summary>
    private void SubmitRefused(ConversationOperation.SubmitRefused refused)
    {
        if (Next.Draft is not { Stage: DraftStage.Committing, Submission: not null } draft || draft.Ticket != refused.Ticket)
            return;

        var anew = draft with { Ticket = NewTicket(), Submission = null };
        if (draft.Unasked is not null)
            UnaskedRefused(draft);
        else
            Settle(anew, InboxState.Parked, "reply.unstorable");
    }

    private void KeepDraft()
    {
        if (Next is not { Following: true, Rules.Running: true, Waiting: { } waiting, Draft: null, Planning: null })
            return;

        if (Next.Withdrawing is { } under)
        {
            if (under.RepeatAt is not null && IsDue(under.RepeatAt))
                Withdraw(under with { RepeatAt = null });
        }
        else if (waiting.Basis != Basis)
        {
            Withdraw(new Withdrawing(NewTicket(), new SettleDraftSlice
            {
                Bot = Next.Key.Bot, Epoch = Next.Epoch, Chat = Next.Key.Chat, Draft = new DraftSettlement(waiting.Id, DraftState.Superseded),
            }));
        }
        else if (Next.DoNotContact && waiting.Unasked is not null)
        {
            Store(pending: null, DecisionKind.LeftOff, PrivacyCodes.DoNotContact, draft: new DraftSettlement(waiting.Id, DraftState.Expired));
        }
        else if (waiting.ExpiresAt is { } at && IsDue(at))
        {
            Expire(waiting);
        }
    }

    private void Withdraw(Withdrawing withdrawing)
    {
        Next.Withdrawing = withdrawing;
        _effects.Add(new ConversationEffect.Withdraw(withdrawing.Ticket, withdrawing.Slice));
    }

    private void Withdrawn(ConversationOperation.Withdrawn withdrawn)
    {
        if (Next.Withdrawing is not { } under || under.Ticket != withdrawn.Ticket)
            return;

        Next.Withdrawing = withdrawn.Answer is null ? under with { RepeatAt = now + Next.Rules.StoreRetryPause } : null;
        switch (withdrawn.Answer)
        {
            case SliceAnswer<DraftSettled>.Accepted when Next.Waiting?.Id == under.Slice.Draft.DraftId: Next.Waiting = null; break;
            case SliceAnswer<DraftSettled>.Conflict: LoseTrack(); break;
            case SliceAnswer<DraftSettled>.Stale: Retire(); break;
        }
    }

    /// <summary>Nobody looked in time. What it answers is overdue: an operator may answer it still, by hand or with another draft.</summary>
    private void Expire(WaitingDraft waiting)
    {
        var settlement = new DraftSettlement(waiting.Id, DraftState.Expired);
        if (waiting.Unasked is not null)
        {
            Store(pending: null, DecisionKind.LeftOff, DraftCodes.Expired, draft: settlement);
            return;
        }

        var draft = new Draft { Ticket = NewTicket(), Stage = DraftStage.Committing, Basis = Basis, StartedAt = now, Answers = Next.Unanswered, Settles = settlement };
        Settle(draft, InboxState.Overdue, "reply.too_old");
    }
}

/// <summary>A draft that the chat has overtaken, on its way to be marked so.</summary>
internal sealed record Withdrawing(long Ticket, SettleDraftSlice Slice, DateTimeOffset? RepeatAt = null);
