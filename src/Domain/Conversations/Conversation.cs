using System.Buffers.Binary;
using System.Collections.Immutable;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// The mind of one chat: a value, and one pure function from (value, what happened, now) to (next value, what to do).
///
/// It follows the chat in the store, waits for the writer to finish, has a reply drafted, commits it against the version and
/// turn it was made from, and sends the rows in order, one at a time. It never trusts itself alone: version, turn and epoch are
/// checked again by the store, so that two activations of one chat can't both answer. A gap is filled by reading.
///
/// Invariants: at most one load, one draft, one commit, one delivery and one analysis under way; rows leave in order of turn and part; a row
/// is handed to the session only after the store said it stands as <c>sending</c> under our claim.
/// </summary>
public sealed record Conversation
{
    private Conversation() { }

    public required ChatKey Key { get; init; }
    public long Epoch { get; internal set; }
    public ConversationRules Rules { get; internal set; } = new();

    /// <summary>False until the chat was read, and again when something was missed.</summary>
    public bool Following { get; internal set; }
    public long Version { get; internal set; }
    public long Turn { get; internal set; }
    public ChatMode Mode { get; internal set; }

    /// <summary>When the persona speaks again by itself, where a human has the chat for a while only.</summary>
    public DateTimeOffset? HumanUntil { get; internal set; }

    /// <summary>The person was erased and has not come back.</summary>
    public bool Erased { get; internal set; }

    /// <summary>No bot may write to this person: what they write is kept and not answered.</summary>
    public bool DoNotContact { get; internal set; }
    public long AnsweredUpTo { get; internal set; }
    public bool Disclosed { get; internal set; }
    public string? ContactName { get; internal set; }
    public string? LanguageCode { get; internal set; }
    public long MessageCount { get; internal set; }
    public StoredMemory Memory { get; internal set; } = StoredMemory.None;
    public StoredInitiative Initiative { get; internal set; } = StoredInitiative.None;
    public ImmutableArray<InboxMessage> Unanswered { get; internal set; } = [];
    /// <summary>Commands of the bot's admin that are still to be carried out, in inbox order.</summary>
    public ImmutableArray<InboxMessage> Commands { get; internal set; } = [];
    public ImmutableArray<HistoryEntry> History { get; internal set; } = [];
    public ImmutableArray<OutboxRow> Open { get; internal set; } = [];

    /// <summary>The last replies, oldest first; only as many as are to be counted.</summary>
    public ImmutableArray<ReplyMoment> Replies { get; internal set; } = [];

    /// <summary>Who of those whose messages are unanswered has opted out, or is not to be written to; told in groups.</summary>
    public ImmutableArray<long> Unwelcome { get; internal set; } = [];

    /// <summary>Whether an operator looks first in this chat; null: as the bot has it.</summary>
    public bool? Approval { get; internal set; }

    /// <summary>What stands as waiting for an operator, perhaps for an earlier state of the chat.</summary>
    public WaitingDraft? Waiting { get; internal set; }

    public Draft? Draft { get; internal set; }
    public Delivery? Delivery { get; internal set; }
    public Order? Order { get; internal set; }
    public Farewell? Farewell { get; internal set; }

    /// <summary>This activation is superseded.</summary>
    public bool Retired { get; internal set; }

    /// <summary>The moment the last <see cref="ConversationEffect.WakeAt"/> asked for.</summary>
    public DateTimeOffset? WakeAt { get; internal set; }

    /// <summary>The ticket of the analysis under way.</summary>
    public long? Analysis { get; internal set; }

    /// <summary>A plan on its way to the store.</summary>
    internal Planning? Planning { get; set; }
    internal Withdrawing? Withdrawing { get; set; }

    /// <summary>The ticket of the hand-back under way.</summary>
    internal long? HandBack { get; set; }
    internal DateTimeOffset? HandBackNotBefore { get; set; }
    internal DateTimeOffset? InitiativeNotBefore { get; set; }
    internal bool NameIsGiven { get; set; }
    internal int OrderFailures { get; set; }
    internal DateTimeOffset? OrderNotBefore { get; set; }
    internal int AnalysisFailures { get; set; }
    internal DateTimeOffset? AnalysisNotBefore { get; set; }
    internal Guid Seed { get; init; }
    internal long LastTicket { get; set; }
    internal long? LoadTicket { get; set; }
    internal DateTimeOffset? LoadNotBefore { get; set; }
    internal DateTimeOffset ReadAt { get; set; }
    internal long SeenVersion { get; set; }
    internal int Failures { get; set; }
    internal DateTimeOffset? QuietUntil { get; set; }
    internal Overtaking? Overtaken { get; set; }
    internal DateTimeOffset? RetryAt { get; set; }
    internal DateTimeOffset? LaneFreeAt { get; set; }
    internal PurposefulTime Waited { get; private set; }

    /// <summary><see cref="PurposefulTime.Thinking"/> when the newest unanswered message came.</summary>
    internal TimeSpan ThinkingBefore { get; set; }
    /// <summary>Traces of messages that are still to be read from the store, which knows none.</summary>
    internal ImmutableDictionary<long, string> Traces { get; set; } = ImmutableDictionary<long, string>.Empty;
    /// <summary>Words of voice messages that no turn has stored yet, and the file that they were heard in.</summary>
    internal ImmutableDictionary<long, (string FileId, string Words)> Words { get; set; } = ImmutableDictionary<long, (string FileId, string Words)>.Empty;
    /// <summary>What the model saw for the last reply that was stored with it.</summary>
    internal PromptStep? LastPrompt { get; set; }
    internal ImmutableArray<UnsentReply> Unsent { get; set; } = [];

    /// <summary>A conversation that has read nothing yet. The seed makes its turn and claim ids; draw a new one per activation.</summary>
    public static Conversation Begin(ChatKey key, Guid seed) => new() { Key = key, Seed = seed };

    /// <summary>Nothing to do until somebody writes or commands.</summary>
    public bool Finished => Retired ||
        (Following && Open.IsEmpty && Delivery is null && Draft is null && Order is null && Farewell is null && HandBack is null && !HasToAnswer && !HasToObey && (Waiting is null || AwaitsApproval));

    /// <summary>Nothing of it is on its way: no reply being written or committed, no row claimed, no command carried out.</summary>
    public bool AtRest => Retired || (Draft is null && Delivery is null && Order is null);

    /// <summary>Several people write.</summary>
    internal bool IsGroup => Key.Chat.IsGroup;

    internal bool HasToAnswer => !Unanswered.IsEmpty && Mode is ChatMode.Persona && Rules.Replies && !AwaitsApproval;

    /// <summary>What the persona would say is written, for this very state of the chat. Of who is to be written nothing, nothing waits.</summary>
    internal bool AwaitsApproval => !DoNotContact && Waiting is { } waiting && waiting.Basis == new TurnBasis(Version, Turn);

    /// <summary>An operator looks at what the persona writes here.</summary>
    internal bool AsksFirst => Approval ?? Rules.Approval;

    /// <summary>The persona may be silent; the system is not. Who wants to hear nothing is answered nothing, and nothing is done that could not be answered.</summary>
    internal bool HasToObey => !Commands.IsEmpty && Mode is (ChatMode.Persona or ChatMode.Human or ChatMode.Paused);

    /// <summary>Decides. Nothing is done here; carry out the effects in their order.</summary>
    public Step Apply(ConversationOperation operation, DateTimeOffset now)
    {
        var transition = new Transition(this with { Waited = Waited.Until(this, now) }, now);
        transition.Take(operation);
        return new Step(transition.Next, transition.Effects);
    }

    /// <summary>The same id for the same activation and ticket, whenever it is asked.</summary>
    internal Guid IdOf(long ticket)
    {
        Span<byte> bytes = stackalloc byte[16];
        Seed.TryWriteBytes(bytes);
        var low = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], low ^ ticket);
        return new Guid(bytes);
    }

    /// <summary>The same for every activation: an answer that was stored already is known again.</summary>
    internal static Guid IdOfAnswer(long command)
    {
        Span<byte> bytes = stackalloc byte[16];
        "command:"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], command);
        return new Guid(bytes);
    }

    public readonly record struct Step(Conversation Next, IReadOnlyList<ConversationEffect> Effects);
}

public enum DraftStage : byte
{
    Generating,
    Typing,
    Committing,
}

/// <summary>A turn in the making, valid for the version and turn it began with.</summary>
public sealed record Draft
{
    public required long Ticket { get; init; }
    public required DraftStage Stage { get; init; }
    public required TurnBasis Basis { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required ImmutableArray<InboxMessage> Answers { get; init; }
    internal TimeSpan ThinkingBefore { get; init; }

    /// <summary>Nobody's message is answered by it; <see cref="Answers"/> is empty then.</summary>
    public UnaskedMessage? Unasked { get; init; }
    public string? Text { get; init; }
    internal ReplyUsage? Usage { get; init; }
    internal SeenPrompt? Prompt { get; init; }

    /// <summary>The same, as it is committed.</summary>
    internal PromptStep? Step { get; init; }

    /// <summary>Why the model's words were not to be had, when others are said in their place.</summary>
    internal string? Fault { get; init; }

    /// <summary>The tools that the model called: carried out with the turn, or never.</summary>
    internal IReadOnlyList<ToolCall> Calls { get; init; } = [];
    public DateTimeOffset? TypeUntil { get; init; }
    public DateTimeOffset? TypingShownAt { get; init; }

    /// <summary>What is being committed, kept for repeats.</summary>
    public TurnSlice? Slice { get; init; }

    /// <summary>The same, when it goes to an operator and not to the person.</summary>
    public DraftSlice? Submission { get; init; }

    /// <summary>The draft, written before, that ends with this turn.</summary>
    internal DraftSettlement? Settles { get; init; }
    public DateTimeOffset? RepeatAt { get; init; }
}

/// <summary>Drafts that newer messages overtook, one after the other and since the last reply.</summary>
/// <param name="Since">When the first of them was begun.</param>
/// <param name="Last">When the last was overtaken.</param>
internal readonly record struct Overtaking(DateTimeOffset Since, DateTimeOffset Last);

/// <summary>A plan that is being stored.</summary>
internal sealed record Planning(long Ticket, InitiativeSlice Slice);

public enum DeliveryStage : byte
{
    Claiming,
    Sending,
    Recording,
}

/// <summary>The row at the head of the lane, on its way.</summary>
public sealed record Delivery
{
    public required long Ticket { get; init; }
    public required long RowId { get; init; }
    public required DeliveryStage Stage { get; init; }
    public ClaimSlice? Claim { get; init; }
    public OutcomeSlice? Outcome { get; init; }
    public DateTimeOffset? RepeatAt { get; init; }
}
