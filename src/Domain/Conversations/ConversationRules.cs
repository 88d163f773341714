using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Sessions;

namespace MultiBot.Domain.Conversations;

/// <summary>What a conversation needs to know of its bot. Made anew when the configuration changes.</summary>
public sealed record ConversationRules
{
    /// <summary>The bot's session is up; otherwise nothing is generated or sent.</summary>
    public bool Running { get; init; } = true;

    /// <summary>The persona answers at all.</summary>
    public bool Replies { get; init; } = true;

    /// <summary>The chat is the bot's admin's: commands in it are carried out.</summary>
    public bool TakesCommands { get; init; }

    /// <summary>Silence to wait for after a message, so that a series is answered together.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>Who never stops writing is answered all the same: the longest wait, as a multiple of the debounce.</summary>
    public int DebounceCap { get; init; } = 5;

    /// <summary>
    /// How long drafts are written anew for the sake of newer messages. In a group nobody waits for the persona's answer to go on writing: the
    /// one that is under way then is kept, and what it has not seen is answered next.
    /// </summary>
    public TimeSpan LongestOvertaking { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan MinTyping { get; init; }
    public TimeSpan MaxTyping { get; init; }

    /// <summary>How fast the persona seems to type; a brisk typist manages 300 characters a minute on a phone, nobody checks a chat bot's.</summary>
    public double TypingCharactersPerSecond { get; init; } = 15;

    /// <summary>Telegram shows «typing…» for 5 s (core.telegram.org/bots/api#sendchataction); repeated a little earlier.</summary>
    public TimeSpan TypingRefresh { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>Least time between two messages to this chat.</summary>
    public TimeSpan SendInterval { get; init; }

    public TimeSpan MaxReplyAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When the persona answers. <see cref="MaxReplyAge"/> counts these hours only.</summary>
    public ReplyHours Hours { get; init; } = ReplyHours.Always;

    /// <summary>What waited for an opening is answered within so much after it: of a thousand chats one in each half second.</summary>
    public TimeSpan OpeningSpread { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Why this sender is never answered; null: they are.</summary>
    public string? Refusal { get; init; }

    /// <summary>Several people write: who is answered is decided of each. Null: a private chat.</summary>
    public SendersConfig? Senders { get; init; }

    /// <summary>Answers to one person on a day by the clock of <see cref="PersonaZone"/>. Null: no limit.</summary>
    public int? MaxRepliesPerDay { get; init; }
    public TimeZoneInfo PersonaZone { get; init; } = TimeZoneInfo.Utc;
    public int HistoryMessages { get; init; } = 20;
    public int MaxTextLength { get; init; } = 4096;

    /// <summary>Messages, in and out, after which the chat is looked through for what is worth remembering. Null: never.</summary>
    public int? AnalyzeEvery { get; init; }

    /// <summary>When and how often the persona writes first, by its own clock.</summary>
    public AutonomyRules Autonomy { get; init; } = AutonomyRules.Never;

    /// <summary>Of the dice of <see cref="Initiative"/>.</summary>
    public ulong AutonomySeed { get; init; }

    /// <summary>An operator looks at what the persona writes before it is sent, where the chat says nothing else. Not in the chat of the bot's admin.</summary>
    public bool Approval { get; init; }

    /// <summary>What the model saw is kept with the decision.</summary>
    public bool KeepPrompts { get; init; } = true;

    /// <summary>Said with the first reply; null: nothing is.</summary>
    public string? Disclosure { get; init; }

    /// <summary>Said when a reply can't be written; null: tried again, then parked.</summary>
    public string? OfflineReply { get; init; }

    public UncertainPolicy UncertainSends { get; init; }
    public bool IdempotentSends { get; init; }

    /// <summary>Tries before a message that can't be answered is parked.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Tries while the trouble looks passing (endpoint away): about twenty minutes with the back-off below.</summary>
    public int MaxTransientAttempts { get; init; } = 12;

    /// <summary>First pause after a failure, doubled each time up to <see cref="MaxRetryPause"/>.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan MaxRetryPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Uncertain sends are repeated this often in all: more would risk a flood of copies.</summary>
    public int MaxUncertainAttempts { get; init; } = 3;

    /// <summary>
    /// A row another activation of this chat is sending under our epoch is left alone this long: longer than a send may take.
    /// </summary>
    public TimeSpan ForeignSendGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause before a write with unknown result is repeated.</summary>
    public TimeSpan StoreRetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the session was found missing.</summary>
    public TimeSpan SessionRetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A pause up to this long is kept in mind only: whoever has the chat next need not wait, nor go by this silo's clock.</summary>
    public TimeSpan UnstoredPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the last words before a stop or a restart are waited for: Telegram may ask to wait for hours.</summary>
    public TimeSpan FarewellPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="bot">Whose.</param>
    /// <param name="chat">With whom; the admin's takes commands, is always answered, and is not written to first.</param>
    /// <param name="capabilities">What its session can do.</param>
    /// <param name="running">Its session is up.</param>
    /// <param name="seed">See <see cref="AutonomySeed"/>.</param>
    public static ConversationRules From(BotConfig bot, ChatId chat, SessionCapabilities capabilities, bool running, ulong seed)
    {
        if (chat.IsGroup) return InGroup(bot, From(bot, capabilities, running, seed));
        var isAdmin = chat.Value == bot.AdminChatId;
        var refusal = isAdmin ? null : bot.Telegram.Senders.RefusalOf(chat.Value);
        return From(bot, capabilities, running, seed) with
        {
            TakesCommands = isAdmin,
            Approval = bot.Features.Approval && !isAdmin,
            Refusal = refusal,
            MaxRepliesPerDay = isAdmin ? null : bot.Pacing.MaxRepliesPerPersonPerDay,
            Autonomy = isAdmin || refusal is not null ? AutonomyRules.Never : AutonomyRules.From(bot),
        };
    }

    /// <summary>Nobody commands the bot from a group, it writes there to no one first, and it learns of nobody: what one says is no fact about another.</summary>
    private static ConversationRules InGroup(BotConfig bot, ConversationRules rules)
    {
        var interval = IntervalOf((bot.Pacing.MessagesPerGroupPerMinute ?? PacingConfig.UsualPerGroupPerMinute) / 60);
        return rules with
        {
            Approval = bot.Features.Approval,
            Senders = bot.Telegram.Senders,
            MaxRepliesPerDay = bot.Pacing.MaxRepliesPerPersonPerDay,
            SendInterval = interval > rules.SendInterval ? interval : rules.SendInterval,
            AnalyzeEvery = null,
        };
    }

    private static TimeSpan IntervalOf(double perSecond) => perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.Zero;

    private static ConversationRules From(BotConfig bot, SessionCapabilities capabilities, bool running, ulong seed) => new()
    {
        Running = running,
        Replies = bot.Features.Replies,
        Debounce = TimeSpan.FromSeconds(bot.Pacing.DebounceSeconds),
        MinTyping = TimeSpan.FromSeconds(bot.Pacing.MinTypingSeconds),
        MaxTyping = TimeSpan.FromSeconds(bot.Pacing.MaxTypingSeconds),
        SendInterval = IntervalOf(bot.Pacing.MessagesPerChatPerSecond),
        MaxReplyAge = TimeSpan.FromMinutes(bot.Pacing.MaxReplyAgeMinutes),
        Hours = ReplyHours.From(bot),
        HistoryMessages = bot.Memory.HistoryMessages,
        MaxTextLength = capabilities.MaxTextLength,
        AnalyzeEvery = bot.Memory.AnalyzeEvery,
        PersonaZone = TimeZoneInfo.FindSystemTimeZoneById(bot.Persona.TimeZone),
        AutonomySeed = seed,
        KeepPrompts = bot.Features.KeepPrompts,
        Disclosure = bot.Features.Disclosure ? bot.Persona.Disclosure ?? Disclosures.For(bot.Persona.Language) : null,
        OfflineReply = bot.Persona.OfflineReply,
        UncertainSends = bot.Features.UncertainSends,
        IdempotentSends = capabilities.IdempotentSends,
    };
}
