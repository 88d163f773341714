using MultiBot.Domain.Commands;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>What a conversation wants done. Closed. Every effect with a ticket is answered by exactly one operation with that ticket.</summary>
public abstract record ConversationEffect
{
    private ConversationEffect() { }

    /// <summary>Read the chat from the store, with so many of the last replies.</summary>
    public sealed record Load(long Ticket, int History, int Replies = 0) : ConversationEffect;

    /// <summary>Ask for a reply, or for the words of what nobody asked for.</summary>
    public sealed record Generate(
        long Ticket, IReadOnlyList<HistoryEntry> History, IReadOnlyList<InboxMessage> Unanswered, UnaskedMessage? Unasked = null) : ConversationEffect;

    /// <summary>The draft asked for is stale: stop generating, no answer is awaited.</summary>
    public sealed record CancelDraft(long Ticket) : ConversationEffect;

    public sealed record Commit(long Ticket, TurnSlice Slice) : ConversationEffect;

    /// <summary>Store what was written for an operator to look at.</summary>
    public sealed record Submit(long Ticket, DraftSlice Slice) : ConversationEffect;

    /// <summary>Mark a draft that the chat has overtaken.</summary>
    public sealed record Withdraw(long Ticket, SettleDraftSlice Slice) : ConversationEffect;

    /// <summary>Give the chat back to the persona: the human's time is over.</summary>
    public sealed record Expire(long Ticket, ModeSlice Slice) : ConversationEffect;

    /// <summary>Store what is to be done unasked, or that nothing is.</summary>
    public sealed record Plan(long Ticket, InitiativeSlice Slice) : ConversationEffect;
    public sealed record Claim(long Ticket, ClaimSlice Slice) : ConversationEffect;

    /// <summary>Hand the row, which stands as <c>sending</c>, to the bot's session.</summary>
    public sealed record Send(long Ticket, OutgoingMessage Message) : ConversationEffect;

    /// <summary>Store what became of a row.</summary>
    /// <param name="Ticket">Of the answer.</param>
    /// <param name="Slice">What to store.</param>
    /// <param name="Reply">For who measures: a reply has just begun to arrive. Told once, whatever is repeated.</param>
    /// <param name="Interrupted">For who measures: the row was found as its sender had left it. Told once.</param>
    public sealed record Record(long Ticket, OutcomeSlice Slice, ReplyTimes? Reply = null, bool Interrupted = false) : ConversationEffect;

    /// <summary>Look through what was said since the last time, and store what is worth remembering.</summary>
    /// <param name="Ticket">Of the answer.</param>
    /// <param name="Basis">What is known so far.</param>
    /// <param name="Messages">How many messages the chat has by now.</param>
    /// <param name="Id">Names the change.</param>
    public sealed record Analyze(long Ticket, StoredMemory Basis, long Messages, Guid Id) : ConversationEffect;

    /// <summary>Carry out a command of the bot's admin. It may have been carried out before.</summary>
    public sealed record Obey(long Ticket, InboxMessage Command) : ConversationEffect;

    /// <summary>Stop or restart the bot. Answered only when it can't be done: <see cref="ConversationOperation.SteerFailed"/>.</summary>
    public sealed record Steer(BotSteer What) : ConversationEffect;

    public sealed record ShowTyping : ConversationEffect;
    public sealed record MarkRead(long UpToSourceId) : ConversationEffect;

    /// <summary>Replaces the moment asked for before.</summary>
    public sealed record WakeAt(DateTimeOffset At) : ConversationEffect;

    /// <summary>The bot lives under a newer epoch elsewhere: stop, and forget this activation.</summary>
    public sealed record Retire : ConversationEffect;
}
