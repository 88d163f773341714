using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>The lane: rows leave in order, one at a time, each claimed before any byte leaves and recorded before the next.</summary>
internal sealed partial class Transition
{
    private void Deliver()
    {
        if (Next.Delivery is { } delivery)
        {
            Repeat(delivery);
            return;
        }

        if (!Next.Following || !Next.Rules.Running || Next.Open is not [var head, ..])
            return;

        if (head.State is OutboxState.Sending)
            SettleLostAttempt(head);
        else if (IsDue(head.NotBefore) && IsDue(Next.LaneFreeAt))
            Claim(head);
    }

    /// <summary>
    /// Nothing but the record of what was sent last stands before the next row, and it is on its way. A reply that waits for it is claimed with its
    /// turn; one that does not takes a commit of its own for that.
    /// </summary>
    private bool LaneIsAboutToBeFree() =>
        Next is { Open: [_], Delivery: { Stage: DeliveryStage.Recording, RepeatAt: null, Outcome.State: not OutboxState.Pending } } && IsPaced();

    private bool IsPaced() => Next.LaneFreeAt is null || Next.LaneFreeAt <= now;

    private void Repeat(Delivery delivery)
    {
        if (delivery.RepeatAt is null || !IsDue(delivery.RepeatAt))
            return;

        Next.Delivery = delivery with { RepeatAt = null };
        _effects.Add(delivery.Stage is DeliveryStage.Claiming
            ? new ConversationEffect.Claim(delivery.Ticket, delivery.Claim!)
            : new ConversationEffect.Record(delivery.Ticket, delivery.Outcome!));
    }

    private void Claim(OutboxRow row)
    {
        var ticket = NewTicket();
        var slice = new ClaimSlice
        {
            Bot = Next.Key.Bot,
            Epoch = Next.Epoch,
            Chat = Next.Key.Chat,
            RowId = row.Id,
            Attempt = row.Attempt + 1,
            Id = Next.IdOf(ticket),
        };
        Next.Delivery = new Delivery { Ticket = ticket, RowId = row.Id, Stage = DeliveryStage.Claiming, Claim = slice };
        _effects.Add(new ConversationEffect.Claim(ticket, slice));
    }

    private void ClaimAnswered(ConversationOperation.ClaimAnswered answered)
    {
        if (Next.Delivery is not { Stage: DeliveryStage.Claiming } delivery || delivery.Ticket != answered.Ticket)
            return;

        switch (answered.Answer)
        {
            case null: Next.Delivery = delivery with { RepeatAt = now + Next.Rules.StoreRetryPause }; break;
            case SliceAnswer<ClaimAnswer>.Accepted { Result: { Refused: null } granted }: Replace(granted.Row); Send(granted.Row, delivery.Ticket); break;
            case SliceAnswer<ClaimAnswer>.Accepted or SliceAnswer<ClaimAnswer>.Conflict: Next.Delivery = null; LoseTrack(); break;
            case SliceAnswer<ClaimAnswer>.Stale: Retire(); break;
        }
    }

    private void Send(OutboxRow row, long ticket)
    {
        Next.Delivery = new Delivery { Ticket = ticket, RowId = row.Id, Stage = DeliveryStage.Sending };
        _effects.Add(new ConversationEffect.Send(ticket, new OutgoingMessage
        {
            Chat = Next.Key.Chat,
            RowId = row.Id,
            Turn = row.Turn,
            Part = row.Part,
            Text = row.Text,
            Entities = row.Entities,
            ReplyTo = row.ReplyTo,
        }));
    }

    private void SendFinished(ConversationOperation.SendFinished finished)
    {
        if (Next.Delivery is not { Stage: DeliveryStage.Sending } delivery || delivery.Ticket != finished.Ticket)
            return;

        if (finished.Outcome is not (SendOutcome.RateLimited or SendOutcome.SessionLost))
            Next.LaneFreeAt = now + Next.Rules.SendInterval;
        var row = Next.Open[0];
        var slice = KeepInMind(SliceFor(row, finished.Outcome));
        if (finished.Outcome is SendOutcome.Sent && ReplyOf(row) is { } reply)
        {
            var times = TimesOf(reply);
            Record(delivery.Ticket, slice with { Figures = FiguresOf(reply, times) }, times);
        }
        else
        {
            Record(delivery.Ticket, slice);
        }
    }

    /// <summary>A pause of seconds holds the lane and is not stored; a longer one is the row's own, and whoever has the chat next keeps to it.</summary>
    private OutcomeSlice KeepInMind(OutcomeSlice slice)
    {
        if (slice.NotBefore is not { } until || until - now > Next.Rules.UnstoredPause)
            return slice;

        if (Next.LaneFreeAt is not { } free || free < until)
            Next.LaneFreeAt = until;
        return slice with { NotBefore = null };
    }

    private OutcomeSlice SliceFor(OutboxRow row, SendOutcome outcome)
    {
        var slice = OutcomeFor(row, OutboxState.Pending);
        return outcome switch
        {
            SendOutcome.Sent sent => slice with { State = MayBeACopy(row) ? OutboxState.Uncertain : OutboxState.Sent, SourceId = sent.SourceId },
            SendOutcome.RateLimited limited => slice with { NotBefore = NotAtOnce(limited.NotBefore), Code = limited.Code },
            SendOutcome.Rejected rejected => slice with { State = OutboxState.Rejected, Code = rejected.Code, Blocks = rejected.Blocked },
            SendOutcome.SessionLost lost => slice with { NotBefore = now + Next.Rules.SessionRetryPause, Code = lost.Code },
            SendOutcome.Uncertain uncertain => AfterUncertainSend(row, slice, uncertain.Code),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome of a send."),
        };
    }

    /// <summary>
    /// Bytes left and nobody knows what became of them. The row is marked for good: it may have arrived even if it is cancelled
    /// later. Where Telegram drops the copy the send is repeated freely; where it can't, the bot's policy decides between
    /// perhaps twice and perhaps never.
    /// </summary>
    private OutcomeSlice AfterUncertainSend(OutboxRow row, OutcomeSlice slice, string code)
    {
        // Attempts that were certainly not sent (429) count too: the first uncertain one is repeated in any case.
        var few = !row.Uncertain || row.Attempt < Next.Rules.MaxUncertainAttempts;
        var again = Next.Rules.IdempotentSends || (few && Next.Rules.UncertainSends is UncertainPolicy.Resend);
        return again
            ? slice with { State = OutboxState.Pending, NotBefore = now + PauseAfter(row.Attempt), Uncertain = true, Code = code }
            : slice with { State = OutboxState.Uncertain, Uncertain = true, Code = code };
    }

    /// <summary>A time already past would have the row claimed, refused and recorded in a circle without pause.</summary>
    private DateTimeOffset NotAtOnce(DateTimeOffset at) => at > now ? at : now + Next.Rules.StoreRetryPause;

    private bool MayBeACopy(OutboxRow row) => row.Uncertain && !Next.Rules.IdempotentSends;

    /// <summary>
    /// A row stands as sending and it is not us who sends it. Under an older epoch its sender is gone; under ours another
    /// activation may be at it, so it is left alone for a while.
    /// </summary>
    private void SettleLostAttempt(OutboxRow row)
    {
        if (row.Epoch == Next.Epoch && !IsDue(row.ClaimedAt + Next.Rules.ForeignSendGrace))
            return;

        var slice = AfterUncertainSend(row, OutcomeFor(row, OutboxState.Pending), "send.interrupted");
        Record(NewTicket(), slice with { NotBefore = null }, interrupted: true);
    }

    private OutcomeSlice OutcomeFor(OutboxRow row, OutboxState state) => new()
    {
        Bot = Next.Key.Bot,
        Epoch = Next.Epoch,
        Chat = Next.Key.Chat,
        RowId = row.Id,
        Attempt = row.Attempt,
        ClaimEpoch = row.Epoch,
        State = state,
    };

    private void Record(long ticket, OutcomeSlice slice, ReplyTimes? reply = null, bool interrupted = false)
    {
        Next.Delivery = new Delivery { Ticket = ticket, RowId = slice.RowId, Stage = DeliveryStage.Recording, Outcome = slice };
        _effects.Add(new ConversationEffect.Record(ticket, slice, reply, interrupted));
    }

    private void OutcomeAnswered(ConversationOperation.OutcomeAnswered answered)
    {
        if (Next.Delivery is not { Stage: DeliveryStage.Recording } delivery || delivery.Ticket != answered.Ticket)
            return;

        switch (answered.Answer)
        {
            case null: Next.Delivery = delivery with { RepeatAt = now + Next.Rules.StoreRetryPause }; break;
            case SliceAnswer<OutcomeRecorded>.Accepted accepted: Recorded(delivery, accepted.Result.Row); break;
            case SliceAnswer<OutcomeRecorded>.Conflict: Next.Delivery = null; LoseTrack(); break;
            case SliceAnswer<OutcomeRecorded>.Stale: Retire(); break;
        }
    }

    private void Recorded(Delivery delivery, OutboxRow row)
    {
        Next.Delivery = null;
        if (row.State is OutboxState.Sent)
        {
            Next.MessageCount++;
            Next.Initiative = Next.Initiative with { LastOut = now };
        }

        Replace(row);
        ForgetSent();
        if (delivery.Outcome!.Blocks)
            LoseTrack();
    }

    /// <summary>The row as the store has it; gone from the lane once it is final.</summary>
    private void Replace(OutboxRow row) =>
        Next.Open = row.State is OutboxState.Pending or OutboxState.Sending
            ? [.. Next.Open.Select(open => open.Id == row.Id ? row : open)]
            : Next.Open.RemoveAll(open => open.Id == row.Id);
}
