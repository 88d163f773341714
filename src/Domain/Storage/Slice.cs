using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Storage;

/// <summary>
/// What one step of one bot writes. Slices of many bots share a transaction (group commit); each gets an answer of its own.
/// Every slice is guarded by the bot's epoch and may be committed again after an unknown result: a slice that was already
/// applied answers as it did the first time.
/// </summary>
public abstract record Slice
{
    public required BotId Bot { get; init; }

    /// <summary>The lease epoch under which the step was taken. Not the lease row's epoch: the slice is stale.</summary>
    public required long Epoch { get; init; }
}

/// <summary>A slice whose acceptance yields a <typeparamref name="TResult"/>.</summary>
public abstract record Slice<TResult> : Slice
    where TResult : class;

/// <summary>A batch of updates and the Telegram cursor after it. Repeats (same source id, kind and edit time) are dropped.</summary>
public sealed record ReceiveSlice : Slice<Received>
{
    public required UpdateBatch Batch { get; init; }

    /// <summary>What the system answers to what a message asks of the chat itself, in the transaction that stores the message. Null: nothing.</summary>
    public SystemAnswers? Answers { get; init; }

    /// <summary>How long the persona is silent once the account's owner has written (<see cref="OwnerWrote"/>). Zero: not at all.</summary>
    public TimeSpan OwnerTakesOver { get; init; }
}

/// <summary>What a <see cref="ReceiveSlice"/> changed, chat by chat.</summary>
public sealed record Received
{
    public required IReadOnlyList<ChatAdvance> Chats { get; init; }

    /// <summary>New messages stored (repeats not counted).</summary>
    public int Stored { get; init; }
}

/// <summary>
/// A turn of our side of the conversation: parts to send, how far the person's messages are answered by it, and marks on
/// single messages. A turn without parts settles messages in silence (ignored, parked, overdue).
/// </summary>
public sealed record TurnSlice : Slice<TurnCommitted>
{
    public required ChatId Chat { get; init; }

    /// <summary>Names this turn over retries; a chat remembers the id of its last one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version and turn the reply was made from; anything else in the database is a conflict. Null: unconditional (operator).</summary>
    public TurnBasis? Basis { get; init; }

    /// <summary>Inbox id up to which the person's messages are settled by this turn. Null: none are.</summary>
    public long? AnsweredUpTo { get; init; }

    /// <summary>Single messages whose state differs from «answered by the watermark».</summary>
    public IReadOnlyList<InboxMark> Marks { get; init; } = [];

    public IReadOnlyList<TurnPart> Parts { get; init; } = [];
    public Author By { get; init; } = Author.Persona;

    /// <summary>The claim of a pending part is refused from here on, and the messages it answers become overdue.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The text tells that an AI answers; remembered for the chat.</summary>
    public bool Discloses { get; init; }

    /// <summary>Why nothing is answered (parked), for the event and the operator.</summary>
    public string? FailureCode { get; init; }

    /// <summary>The bot is not to run any more, once this is said: durable with the turn, so that no crash brings back a bot that said it stops.</summary>
    public bool StopsBot { get; init; }

    /// <summary>Why it was written, or why nothing was. Null: nobody decided it (an operator's words, a notice).</summary>
    public Decision? Decision { get; init; }

    /// <summary>It was written unasked: what is planned is taken by it, or it is a conflict, and its parts leave only while the chat stays as it is.</summary>
    public InitiativeClaim? Initiative { get; init; }

    /// <summary>What becomes of the draft that waits, with this turn or not at all. Approved: the decision takes its prompt along.</summary>
    public DraftSettlement? Draft { get; init; }

    /// <summary>What the model noted while it wrote: learned with the turn or not at all.</summary>
    public TurnMemory? Memory { get; init; }

    /// <summary>What the model arranged: planned with the turn, in place of whatever was.</summary>
    public TurnPlan? Plan { get; init; }

    /// <summary>What was said in voice messages that this turn settles; kept with them from now on.</summary>
    public IReadOnlyList<Transcription> Transcripts { get; init; } = [];

    /// <summary>How many questions the model has for the operator; told as an event.</summary>
    public int Questions { get; init; }
}

/// <summary>A message as it is from a turn on: as the turn's version of the chat knows it, with the words in its details.</summary>
public sealed record Transcription(long MessageId, string Text, MessageDetails Details);

/// <summary>What is known of the person from a turn on.</summary>
public sealed record TurnMemory
{
    /// <summary>The <see cref="StoredMemory.Revision"/> that it was made from; another one in the database is a conflict. The turn raises it by one.</summary>
    public required long Basis { get; init; }
    public required ContactMemory Memory { get; init; }

    /// <summary><see cref="StoredMemory.AnalyzedMessages"/>: stays.</summary>
    public required long AnalyzedMessages { get; init; }
}

/// <summary>What is planned for the chat as it is after the turn.</summary>
public sealed record TurnPlan
{
    /// <summary>The <see cref="StoredInitiative.Revision"/> once the turn has taken its own claim; another one in the database is a conflict. The plan raises it by one.</summary>
    public required long Revision { get; init; }
    public required PendingAction Pending { get; init; }
    public required Decision Decision { get; init; }
}

/// <summary>What a turn that nobody asked for takes.</summary>
public sealed record InitiativeClaim
{
    /// <summary>The <see cref="StoredInitiative.Revision"/> that it was decided from.</summary>
    public required long Revision { get; init; }

    /// <summary><see cref="StoredInitiative.Unanswered"/> and <see cref="StoredInitiative.Day"/> from now on.</summary>
    public required int Unanswered { get; init; }
    public required DayTally Day { get; init; }

    /// <summary>The persona's day, and how many messages of it a bot may write unasked on it: counted by the store.</summary>
    public required DateOnly BotDay { get; init; }
    public required int MaxPerBotAndDay { get; init; }

    /// <param name="revision">See <see cref="Revision"/>.</param>
    /// <param name="after">The chat once it is written.</param>
    /// <param name="rules">Of the contact.</param>
    /// <param name="kind">What the operator asked for himself is counted and not bounded.</param>
    /// <param name="now">When it is written.</param>
    public static InitiativeClaim Of(long revision, AutonomyState after, AutonomyRules rules, AutonomyKind kind, DateTimeOffset now) => new()
    {
        Revision = revision,
        Unanswered = after.Unanswered,
        Day = after.Day,
        BotDay = rules.PersonaDay(now),
        MaxPerBotAndDay = kind is AutonomyKind.Asked ? int.MaxValue : rules.MaxPerBotAndDay,
    };
}

/// <summary>Plans what a bot does by itself in a chat, or that it does nothing: from one state of the chat and of the plan before.</summary>
public sealed record InitiativeSlice : Slice<InitiativeStored>
{
    public required ChatId Chat { get; init; }

    /// <summary>Names this change over retries.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <see cref="StoredInitiative.Revision"/> that it was made from; another one in the database is a conflict.</summary>
    public required long Revision { get; init; }

    /// <summary>The chat that it is planned for; another one is a conflict.</summary>
    public required TurnBasis For { get; init; }
    public PendingAction? Pending { get; init; }

    /// <summary>Nothing is settled by it: the chat is to be planned for again.</summary>
    public bool PlanAgain { get; init; }
    public required Decision Decision { get; init; }

    /// <summary>What becomes of the draft that waits, with this plan or not at all.</summary>
    public DraftSettlement? Draft { get; init; }
}

public sealed record InitiativeStored
{
    public required long Revision { get; init; }
}

public sealed record TurnBasis(long Version, long Turn);

public sealed record InboxMark(long MessageId, InboxState State);

/// <summary>One message of a turn. With <see cref="SendNow"/> it is stored as <c>sending</c>, attempt 1, at once.</summary>
public sealed record TurnPart(string Text, bool SendNow)
{
    /// <summary>How stretches of the text are shown.</summary>
    public TextEntity[] Entities { get; init; } = [];

    /// <summary><see cref="OutboxRow.ReplyTo"/>.</summary>
    public long? ReplyTo { get; init; }
}

public sealed record TurnCommitted
{
    public required long Turn { get; init; }
    public required IReadOnlyList<OutboxRow> Rows { get; init; }
}

/// <summary>Asks for the right to send a pending row: mode, expiry and state are checked again in the transaction.</summary>
public sealed record ClaimSlice : Slice<ClaimAnswer>
{
    public required ChatId Chat { get; init; }
    public required long RowId { get; init; }

    /// <summary>The attempt to be written; the row must stand at one less.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// Names this claim; the row remembers it (a part stored as <c>sending</c> remembers its turn's id). Only the same claim may
    /// be granted twice: two activations of one chat share epoch and attempt.
    /// </summary>
    public required Guid Id { get; init; }
}

/// <summary>The row as it stands now: <c>sending</c> when the claim was granted, otherwise its final state and the reason.</summary>
public sealed record ClaimAnswer
{
    public required OutboxRow Row { get; init; }

    /// <summary>Null when granted. Otherwise a code of docs/errors.md, such as <c>chat.mode</c> or <c>reply.too_old</c>.</summary>
    public string? Refused { get; init; }
}

/// <summary>Records what became of an attempt: the row leaves <c>sending</c> for the given state.</summary>
public sealed record OutcomeSlice : Slice<OutcomeRecorded>
{
    public required ChatId Chat { get; init; }
    public required long RowId { get; init; }

    /// <summary>The attempt spoken of, with the epoch that claimed it (an older one when a lost attempt is settled).</summary>
    public required int Attempt { get; init; }
    public required long ClaimEpoch { get; init; }

    /// <summary>Anything but <see cref="OutboxState.Sending"/>. Back to pending with a time means «try again then».</summary>
    public required OutboxState State { get; init; }

    public DateTimeOffset? NotBefore { get; init; }
    public long? SourceId { get; init; }
    public string? Code { get; init; }

    /// <summary>This attempt may have been delivered; kept on the row for good and counted.</summary>
    public bool Uncertain { get; init; }

    /// <summary>Telegram said the person blocked the bot: the chat stops in the same transaction.</summary>
    public bool Blocks { get; init; }

    /// <summary>What is told with the event when the message has left; of no meaning otherwise.</summary>
    public ReplyFigures Figures { get; init; }
}

/// <summary>What a reply took. Each is null where nobody knows it any more, or where there was none.</summary>
/// <param name="Waited">From the storing of the newest message answered to the sending of the reply's first part, in milliseconds.</param>
/// <param name="InputTokens">Tokens that the model was given.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
public readonly record struct ReplyFigures(long? Waited, int? InputTokens, int? OutputTokens);

/// <summary>The row after the outcome; unchanged when the attempt was no longer the one on record.</summary>
public sealed record OutcomeRecorded
{
    public required OutboxRow Row { get; init; }
}

/// <summary>
/// Changes who speaks in a chat: raises its version, cancels pending rows, reports those already sending. Whatever is accepted leaves no end of a
/// take-over behind; <see cref="ModeCommand.Expire"/> is refused before that end has come by the store's clock.
/// </summary>
public sealed record ModeSlice : Slice<ModeAnswer>
{
    public required ChatId Chat { get; init; }
    public required ModeCommand Command { get; init; }
}

public sealed record ModeAnswer
{
    /// <summary>False when <see cref="ChatModes.Apply"/> refuses; nothing was changed.</summary>
    public required bool Accepted { get; init; }
    public required ChatMode Mode { get; init; }
    public required long Version { get; init; }
    public int Cancelled { get; init; }

    /// <summary>Rows that may have reached the person all the same.</summary>
    public int StillSending { get; init; }
}

/// <summary>Puts a parked or overdue message back to be answered whatever its age, or drops it. Raises the version.</summary>
public sealed record ParkedSlice : Slice<ParkedAnswer>
{
    public required ChatId Chat { get; init; }
    public required long MessageId { get; init; }
    public required bool Retry { get; init; }
}

public sealed record ParkedAnswer
{
    /// <summary>False when the message is not there or not parked.</summary>
    public required bool Found { get; init; }
}

/// <summary>Replaces what is known of a person, if nobody changed it meanwhile. The chat's version stays: no draft becomes wrong by it.</summary>
public sealed record MemorySlice : Slice<MemoryStored>
{
    public required ChatId Chat { get; init; }

    /// <summary>Names this change over retries.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <see cref="StoredMemory.Revision"/> that it was made from; another one in the database is a conflict.</summary>
    public required long Basis { get; init; }
    public required ContactMemory Memory { get; init; }

    /// <summary><see cref="StoredMemory.AnalyzedMessages"/> from now on.</summary>
    public required long AnalyzedMessages { get; init; }

    /// <summary>What an operator writes beside it, told as an event. Null: it was no operator.</summary>
    public ContactCard? Card { get; init; }
}

public sealed record MemoryStored
{
    public required long Revision { get; init; }
}

/// <summary>
/// A group became a supergroup: from now on its messages come from there, and ours go there, under the chat that the group is. Refused where
/// the bot has talked in both, or in neither: then they are two chats. Repeating it changes nothing more.
/// </summary>
public sealed record GroupMoveSlice : Slice<GroupMoveStored>
{
    public required ChatId Chat { get; init; }
    public required ChatId To { get; init; }
}

public sealed record GroupMoveStored
{
    /// <summary>The two are one chat.</summary>
    public required bool Follows { get; init; }
}

/// <summary>Gives a contact a name, which stands before the one that Telegram tells; who was not known is known from then on. Repeating it changes nothing more.</summary>
public sealed record ContactSlice : Slice<ContactNamed>
{
    public required ChatId Chat { get; init; }

    /// <summary>One line, something to see.</summary>
    public required string Name { get; init; }
}

public sealed record ContactNamed
{
    /// <summary>There was no such chat before.</summary>
    public required bool IsNew { get; init; }
}
