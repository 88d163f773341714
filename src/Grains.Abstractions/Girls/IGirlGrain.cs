using MultiBot.Domain.Chats;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions.Notices;
using Orleans.Concurrency;

namespace MultiBot.Grains.Abstractions.Girls;

/// <summary>One chat of one bot: waits for the writer, asks for the reply, commits it, has it sent. Key: «bot/chat».</summary>
[Alias("multibot.IGirlGrain")]
public interface IGirlGrain : IGrainWithStringKey
{
    /// <summary>
    /// There is (or may be) something to do. Idempotent and quick: the work goes on after the answer. Repeated by the sweep until
    /// the chat is finished; gaps are filled from the store.
    /// </summary>
    [Alias("Wake"), AlwaysInterleave]
    Task<ChatProgress> Wake(WakeSignal signal);

    /// <summary>
    /// The bot leaves this silo: begin nothing, finish and record what is on its way, then make room, so that the chat wakes beside its
    /// bot again. Completes when that is done.
    /// </summary>
    [Alias("Settle"), AlwaysInterleave]
    Task Settle();

    [Alias("TakeOver")]
    Task<Answer<ChatModeChanged>> TakeOver();

    [Alias("HandBack")]
    Task<Answer<ChatModeChanged>> HandBack();

    [Alias("Pause")]
    Task<Answer<ChatModeChanged>> Pause();

    [Alias("Resume")]
    Task<Answer<ChatModeChanged>> Resume();

    /// <summary>
    /// Has the persona write first, now. Answers once that is stored; whether it came to it, and why not, is among the chat's decisions.
    /// With <paramref name="since"/> (the store's time) what was asked for or written unasked from then on is that already: the call may be repeated.
    /// </summary>
    [Alias("StartTalk")]
    Task<Answer<TalkAsked>> StartTalk(DateTimeOffset? since = null);

    /// <summary>Sends as the operator. Answers once the message is stored, with its first row's id.</summary>
    [Alias("Send")]
    Task<Answer<MessageAccepted>> Send(string text);

    /// <summary>
    /// Tells the chat, its bot's admin's or the fleet's, something of the system's. The same id is the same message, however often it is handed
    /// over; answers where that stands. For silos only.
    /// </summary>
    [Alias("Notify")]
    Task<Answer<NoticeState>> Notify(NoticeMessage notice);

    /// <summary>
    /// Changes what is kept of the person: name, tags, notes, language, time zone, facts; and whether what is written to them has to be approved. A field that is absent stays, null takes it
    /// away. 412 when it no longer stands at <paramref name="expectedRevision"/>.
    /// </summary>
    [Alias("EditContact")]
    Task<Answer<ContactEdited>> EditContact(string json, long? expectedRevision);

    /// <summary>
    /// Erases the person: all that the bot holds of the chat, in the store and here. What is being written is dropped; what is leaving may still
    /// arrive. Who writes again is a new person.
    /// </summary>
    [Alias("Erase")]
    Task<Answer<ChatErased>> Erase();

    /// <summary>Gives the contact a name, which stands before the one that Telegram tells. Adds the chat when there is none.</summary>
    [Alias("Rename")]
    Task<Answer<ContactRenamed>> Rename(string name);

    /// <summary>
    /// Sends what the persona wrote, or the operator's words in its place. Answers once that is stored, with its first row's id; whoever approves
    /// it again gets the same answer.
    /// </summary>
    [Alias("ApproveDraft")]
    Task<Answer<MessageAccepted>> ApproveDraft(long draftId, string? text);

    /// <summary>It is not sent, and its messages are not answered; with <paramref name="again"/> another one is written.</summary>
    [Alias("RejectDraft")]
    Task<Answer<DraftRejected>> RejectDraft(long draftId, bool again);

    /// <summary>Puts a parked or overdue message back, or drops it.</summary>
    [Alias("SettleParked")]
    Task<Answer<MessageAccepted>> SettleParked(long messageId, bool retry);
}

/// <summary>A nudge. Holds what changed, so that a GirlGrain that follows need not read; null: just look.</summary>
[GenerateSerializer, Immutable, Alias("multibot.wake-signal")]
public sealed record WakeSignal
{
    [Id(0)] public required long Epoch { get; init; }

    /// <summary>Revision of the configuration; a newer one is asked for.</summary>
    [Id(1)] public required long Revision { get; init; }
    [Id(2)] public ChatAdvance? Advance { get; init; }
}

/// <summary>Where a chat stands after a nudge.</summary>
[GenerateSerializer, Immutable, Alias("multibot.chat-progress")]
public sealed record ChatProgress
{
    /// <summary>Nothing unanswered, nothing on its way, up to <see cref="Version"/>.</summary>
    [Id(0)] public required bool Finished { get; init; }
    [Id(1)] public required long Version { get; init; }

    /// <summary>Nothing will happen before this time; no need to nudge earlier.</summary>
    [Id(2)] public DateTimeOffset? NextStepAt { get; init; }

    /// <summary>This activation was not beside its bot and makes room: the same nudge again finds the chat's place.</summary>
    [Id(3)] public bool Elsewhere { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.chat-mode-changed")]
public sealed record ChatModeChanged
{
    [Id(0)] public required ChatMode Mode { get; init; }

    /// <summary>Messages of ours that were still waiting and are cancelled.</summary>
    [Id(1)] public int Cancelled { get; init; }

    /// <summary>Messages of ours already leaving: the person may still get them.</summary>
    [Id(2)] public int StillSending { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.contact-renamed")]
public sealed record ContactRenamed
{
    /// <summary>There was no such chat before.</summary>
    [Id(0)] public required bool IsNew { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.talk-asked")]
public sealed record TalkAsked
{
    [Id(0)] public required DateTimeOffset At { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.contact-edited")]
public sealed record ContactEdited
{
    /// <summary>Raised by every change, by analyses too.</summary>
    [Id(0)] public required long Revision { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.message-accepted")]
public sealed record MessageAccepted
{
    [Id(0)] public required long MessageId { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.draft-rejected")]
public sealed record DraftRejected;

[GenerateSerializer, Immutable, Alias("multibot.chat-erased")]
public sealed record ChatErased
{
    /// <summary>Messages of ours that were still waiting and will not be sent.</summary>
    [Id(0)] public int Cancelled { get; init; }

    /// <summary>Messages of ours already leaving: the person may still get them.</summary>
    [Id(1)] public int StillSending { get; init; }
}
