using System.Diagnostics;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Grains.Girls;

/// <summary>
/// The traces of one chat's turns, in the grain's turns only. A turn's span begins with its draft and ends when the draft is committed or
/// dropped; what is sent of it belongs to it, however much later. Empty while nothing is recorded.
/// </summary>
internal sealed class TurnSpans
{
    private readonly Dictionary<long, string> _unsent = [];
    private Activity? _turn;
    private long _ticket;

    /// <summary>What the steps of the draft with this ticket belong to.</summary>
    public string? OfDraft(long ticket) => ticket == _ticket ? MessageSpans.TraceOf(_turn) : null;

    /// <summary>What the sending of this turn's parts belongs to.</summary>
    public string? OfTurn(long turn) => _unsent.GetValueOrDefault(turn);

    public void Begin(ChatKey chat, ConversationEffect.Generate draft)
    {
        if (!MessageSpans.AreWanted) return;
        End("dropped");
        var before = Activity.Current;
        (_turn, _ticket) = (MessageSpans.BeginTurn(chat, draft.Unanswered), draft.Ticket);
        // It outlives this step of the grain, and what else the grain does is none of its business.
        Activity.Current = before;
    }

    /// <summary>The draft stands in the store as this turn.</summary>
    public void Committed(long ticket, long turn)
    {
        if (OfDraft(ticket) is not { } trace) return;
        _unsent[turn] = trace;
        End("committed");
    }

    /// <summary>The draft waits for an operator.</summary>
    public void Submitted(long ticket)
    {
        if (OfDraft(ticket) is not null) End("submitted");
    }

    /// <summary>Ends what is over by now: a draft that the chat has given up, turns of which nothing is left to send.</summary>
    public void Settle(Conversation chat)
    {
        if (_turn is not null && chat.Draft?.Ticket != _ticket) End("dropped");
        if (_unsent.Count == 0) return;
        foreach (var turn in _unsent.Keys.Where(turn => !chat.Open.Any(row => row.Turn == turn)).ToList()) _unsent.Remove(turn);
    }

    private void End(string outcome)
    {
        if (_turn is not { } turn) return;
        var before = Activity.Current;
        turn.Ended(outcome);
        turn.Dispose();
        Activity.Current = before;
        _turn = null;
    }
}
