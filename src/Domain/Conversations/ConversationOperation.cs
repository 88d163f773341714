using MultiBot.Domain.Chats;
using MultiBot.Domain.Commands;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// What can happen to a conversation. Closed. Results carry the ticket of the effect they answer; a result whose ticket is no
/// longer awaited changes nothing.
/// </summary>
public abstract record ConversationOperation
{
    private ConversationOperation() { }

    /// <summary>
    /// A nudge: the bot's epoch, its rules when they changed, and how the chat moved. Without the latter somebody believes that
    /// there is something to do, perhaps because an earlier nudge was lost: a chat that is at nothing looks at the store.
    /// </summary>
    public sealed record Wake(long Epoch, ConversationRules? Rules, ChatAdvance? Advance) : ConversationOperation;

    /// <summary>Somebody else changed the chat in the store (operator, sweep): read it anew.</summary>
    public sealed record Changed : ConversationOperation;

    /// <summary>The person was erased in the store: forget them, and read the chat anew.</summary>
    public sealed record Erased : ConversationOperation;

    /// <summary>The bot is about to leave: begin nothing more. What is on its way is finished and recorded (<see cref="Conversation.AtRest"/>).</summary>
    public sealed record Suspend : ConversationOperation;

    /// <summary>A moment asked for by <see cref="ConversationEffect.WakeAt"/> has come.</summary>
    public sealed record Tick : ConversationOperation;

    public sealed record Loaded(long Ticket, ChatSnapshot Snapshot) : ConversationOperation;
    public sealed record LoadFailed(long Ticket) : ConversationOperation;

    /// <summary>
    /// The model's words, what they cost, and what it saw; null when nobody knows. With a fault
    /// they are others, said in their place.
    /// </summary>
    public sealed record DraftWritten(long Ticket, string Text, ReplyUsage? Usage = null, Decisions.SeenPrompt? Prompt = null, string? Fault = null) : ConversationOperation
    {
        /// <summary>The tools that the model called. Nothing of it is done yet.</summary>
        public IReadOnlyList<ToolCall> Calls { get; init; } = [];
    }

    /// <summary>A voice message was turned into words.</summary>
    public sealed record Listened(long MessageId, string FileId, string Words) : ConversationOperation;

    public sealed record DraftFailed(long Ticket, string Code, bool Transient, TimeSpan? RetryAfter) : ConversationOperation;

    /// <summary>The store's answer to a turn; null when it is unknown.</summary>
    public sealed record TurnAnswered(long Ticket, SliceAnswer<TurnCommitted>? Answer) : ConversationOperation;

    /// <summary>The store can't take this turn as it is: nothing was written, and a repeat would end the same.</summary>
    public sealed record TurnRefused(long Ticket) : ConversationOperation;

    /// <summary>The store's answer to a draft for an operator; null when it is unknown.</summary>
    public sealed record Submitted(long Ticket, SliceAnswer<DraftStored>? Answer) : ConversationOperation;

    /// <summary>The store can't take this draft as it is.</summary>
    public sealed record SubmitRefused(long Ticket) : ConversationOperation;

    /// <summary>The store's answer about a draft that the chat has overtaken; null when it is unknown.</summary>
    public sealed record Withdrawn(long Ticket, SliceAnswer<DraftSettled>? Answer) : ConversationOperation;

    /// <summary>The store's answer to the end of a take-over; null when it is unknown.</summary>
    public sealed record Expired(long Ticket, SliceAnswer<ModeAnswer>? Answer) : ConversationOperation;

    /// <summary>The store's answer to a claim; null when it is unknown.</summary>
    public sealed record ClaimAnswered(long Ticket, SliceAnswer<ClaimAnswer>? Answer) : ConversationOperation;

    /// <summary>The store's answer to a plan; null when it is unknown.</summary>
    public sealed record Planned(long Ticket, SliceAnswer<InitiativeStored>? Answer) : ConversationOperation;

    /// <summary>What is known by now.</summary>
    public sealed record Analyzed(long Ticket, StoredMemory Memory) : ConversationOperation;

    /// <summary>Nothing was learned. Somebody else changed what is known: the chat has to be read anew.</summary>
    public sealed record AnalysisFailed(long Ticket, bool Superseded = false, TimeSpan? RetryAfter = null) : ConversationOperation;

    public sealed record Obeyed(long Ticket, CommandAnswer Answer) : ConversationOperation;

    /// <summary>Nobody knows how far it got.</summary>
    public sealed record ObeyFailed(long Ticket) : ConversationOperation;

    /// <summary>The bot could not be reached; tried again.</summary>
    public sealed record SteerFailed(BotSteer What) : ConversationOperation;

    public sealed record SendFinished(long Ticket, SendOutcome Outcome) : ConversationOperation;

    /// <summary>The store's answer to an outcome; null when it is unknown.</summary>
    public sealed record OutcomeAnswered(long Ticket, SliceAnswer<OutcomeRecorded>? Answer) : ConversationOperation;
}
