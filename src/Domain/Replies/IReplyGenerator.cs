using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Replies;

/// <summary>Writes what the persona answers. Called by GirlGrain outside of any turn that blocks others; may be called at once for many chats.</summary>
public interface IReplyGenerator
{
    /// <summary>
    /// One reply to the unanswered messages. Never throws for what a model or its endpoint does; throws
    /// <see cref="OperationCanceledException"/> when <paramref name="cancellation"/> fires (a newer message made the draft stale).
    /// </summary>
    Task<ReplyOutcome> GenerateAsync(ReplyRequest request, CancellationToken cancellation);
}

/// <summary>The generator of a bot. Clients, breakers and limits are kept per bot and made anew when its settings change.</summary>
public interface IReplyGeneratorFactory
{
    IReplyGenerator For(BotConfig bot);

    /// <summary>Shares the generator's clients, breakers and limits.</summary>
    IMemoryAnalyst AnalystFor(BotConfig bot);

    /// <summary>Shares the generator's key and endpoint. Null: the bot has no speech model.</summary>
    IVoiceListener? ListenerFor(BotConfig bot);

    /// <summary>The bot has left this silo: its clients can go.</summary>
    void Forget(BotId bot);
}

/// <summary>All a reply is made from: one bot, one chat.</summary>
public sealed record ReplyRequest
{
    public required BotConfig Bot { get; init; }
    public required ChatId Chat { get; init; }
    public string? ContactName { get; init; }
    public string? LanguageCode { get; init; }

    /// <summary>What is known of the person.</summary>
    public ContactMemory Memory { get; init; } = ContactMemory.Empty;

    /// <summary>Settled lines, oldest first, at most the bot's <c>memory.historyMessages</c>.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>What is to be answered, oldest first; empty when <see cref="Unasked"/> says why the persona writes.</summary>
    public required IReadOnlyList<InboxMessage> Unanswered { get; init; }

    /// <summary>Nobody wrote: the persona does so first.</summary>
    public UnaskedMessage? Unasked { get; init; }

    /// <summary>What was arranged with the person before, and is not due yet.</summary>
    public PendingAction? Arranged { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Where files of the messages can be had. Null: nowhere, they are told in words alone.</summary>
    public IMediaSource? Media { get; init; }
}

/// <summary>A message of the persona's that answers none.</summary>
/// <param name="Kind">Why it writes.</param>
/// <param name="TimeOfDay">Where the contact is.</param>
/// <param name="About">What an arranged one is to be about: <see cref="PendingAction.About"/>.</param>
public sealed record UnaskedMessage(AutonomyKind Kind, TimeOfDay TimeOfDay, string? About = null);

/// <summary>Closed.</summary>
public abstract record ReplyOutcome
{
    private ReplyOutcome() { }

    /// <summary>The whole text; the conversation splits it into messages. Never blank.</summary>
    public sealed record Written(string Text, ReplyUsage Usage) : ReplyOutcome
    {
        /// <summary>What the model saw. Null: no model was asked, or it is not to be kept.</summary>
        public Decisions.SeenPrompt? Prompt { get; init; }

        /// <summary>The tools that the model called, in order, refused calls among them.</summary>
        public IReadOnlyList<ToolCall> Calls { get; init; } = [];

        /// <summary>The model's words were not to be had, and these stand in for them: a code of docs/errors.md. Null: they are the model's.</summary>
        public string? Fault { get; init; }
    }


    /// <summary>No reply. Transient trouble (endpoint away, rate, time-out) is tried again patiently, anything else only a few times.</summary>
    public sealed record Failed(string Code, bool Transient, TimeSpan? RetryAfter = null) : ReplyOutcome;
}

public sealed record ReplyUsage(string Model, int InputTokens, int OutputTokens)
{
    /// <summary>In and out.</summary>
    public long Tokens => (long)InputTokens + OutputTokens;

    public static ReplyUsage None { get; } = new("offline", 0, 0);
}
