using MultiBot.Domain.Commands;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// Commands of the bot's admin: one after another in their order, each settled by the turn that answers it. Nobody's draft decides about it and
/// it depends on no version. A command whose answer is not stored is carried out again, so all of them can be; the answer has the command's own
/// id, so that it is stored once.
/// </summary>
internal sealed partial class Transition
{
    private void Obey()
    {
        switch (Next.Order)
        {
            case null when Next is { Following: true, Rules.Running: true, HasToObey: true } && IsDue(Next.OrderNotBefore): BeginOrder(Next.Commands[0]); break;
            case { Slice: { } slice, RepeatAt: not null } order when IsDue(order.RepeatAt): CommitOrder(order, slice); break;
        }
    }

    private void BeginOrder(InboxMessage command)
    {
        var order = new Order { Ticket = NewTicket(), Command = command };
        // The chat is not the admin's any more, or no bot may answer there: whoever is in it commands nothing.
        if (!Next.Rules.TakesCommands || Next.DoNotContact)
        {
            CommitOrder(order, SliceFor(order, InboxState.Ignored));
            return;
        }

        Next.Order = order;
        _effects.Add(new ConversationEffect.Obey(order.Ticket, command));
    }

    private void Obeyed(ConversationOperation.Obeyed obeyed)
    {
        if (Next.Order is { Slice: null } order && order.Ticket == obeyed.Ticket)
            AnswerOrder(order, obeyed.Answer);
    }

    private void ObeyFailed(ConversationOperation.ObeyFailed failed)
    {
        if (Next.Order is not { Slice: null } order || order.Ticket != failed.Ticket)
            return;

        if (++Next.OrderFailures < Next.Rules.MaxAttempts)
        {
            (Next.Order, Next.OrderNotBefore) = (null, now + PauseAfter(Next.OrderFailures));
            return;
        }

        const string Why = "It could not be carried out, or not to the end: something it needs does not answer. Look at how things stand and send it again.";
        AnswerOrder(order, new CommandAnswer(AdminAnswers.Refused(Problem.Unavailable(CommandCodes.Failed, Why))));
    }

    private void AnswerOrder(Order order, CommandAnswer answer)
    {
        Next.OrderFailures = 0;
        CommitOrder(order with { Then = answer.Then }, SliceFor(order, InboxState.Answered) with
        {
            Parts = [.. answer.Text.Split(Next.Rules.MaxTextLength).Select(part => new TurnPart(part.Text, SendNow: false) { Entities = [.. part.Entities] })],
            StopsBot = answer.Then is BotSteer.Stop,
        });
    }

    private TurnSlice SliceFor(Order order, InboxState state) => new()
    {
        Bot = Next.Key.Bot,
        Epoch = Next.Epoch,
        Chat = Next.Key.Chat,
        Id = Conversation.IdOfAnswer(order.Command.Id),
        By = Author.Notice,
        Marks = [new InboxMark(order.Command.Id, state)],
    };

    private void CommitOrder(Order order, TurnSlice slice)
    {
        Next.Order = order with { Slice = slice, RepeatAt = null };
        _effects.Add(new ConversationEffect.Commit(order.Ticket, slice));
    }

    /// <summary>True when the store's answer is about the order under way.</summary>
    private bool OrderAnswered(ConversationOperation.TurnAnswered answered)
    {
        if (Next.Order is not { Slice: not null } order || order.Ticket != answered.Ticket)
            return false;

        switch (answered.Answer)
        {
            case null:
                Next.Order = order with { RepeatAt = now + Next.Rules.StoreRetryPause };
                break;
            case SliceAnswer<TurnCommitted>.Accepted { Result.Turn: var turn }:
                Next.Farewell = order.Then is { } then ? new Farewell(then, turn, now + Next.Rules.FarewellPatience) : Next.Farewell;
                Next.Order = null;
                LoseTrack();
                break;
            case SliceAnswer<TurnCommitted>.Conflict:
                // Nobody may speak here now; what is left to do the chat tells when it is read anew.
                Next.Order = null;
                LoseTrack();
                break;
            case SliceAnswer<TurnCommitted>.Stale:
                Retire();
                break;
        }

        return true;
    }

    /// <summary>True when it was the answer to the order under way that can't be stored: then the command waits for an operator, without it.</summary>
    private bool OrderRefused(ConversationOperation.TurnRefused refused)
    {
        if (Next.Order is not { Slice: { } slice } order || order.Ticket != refused.Ticket)
            return false;

        if (slice.Parts.Count > 0)
            CommitOrder(order with { Ticket = NewTicket(), Then = null }, SliceFor(order, InboxState.Parked) with { FailureCode = "reply.unstorable" });
        else
            Next.Order = order with { RepeatAt = now + Next.Rules.MaxRetryPause };
        return true;
    }

    /// <summary>The bot is stopped or restarted when the admin could read that it will be.</summary>
    private void SayFarewell()
    {
        if (Next.Farewell is not { } farewell)
            return;

        var haveLeft = farewell.Turn is { } turn && Next is { Following: true, Delivery: null } && !Next.Open.Any(row => row.Turn == turn);
        if (haveLeft || IsDue(farewell.Until))
            Part(farewell);
    }

    private void Part(Farewell farewell)
    {
        Next.Farewell = null;
        _effects.Add(new ConversationEffect.Steer(farewell.Then));
    }
}
