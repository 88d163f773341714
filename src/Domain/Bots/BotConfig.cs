using MultiBot.Domain.Secrets;

namespace MultiBot.Domain.Bots;

/// <summary>
/// A bot as its operator describes it (the seed's BotConfig). Immutable; every change makes a new one. Field names on the outside
/// are these in camelCase; unknown fields are refused. <c>BotId</c>, <c>Name</c> and <c>Telegram</c> are enough, all else has defaults.
/// </summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-config")]
public sealed record BotConfig
{
    [Id(0)] public required BotId BotId { get; init; }

    /// <summary>Display name, 1–100 characters.</summary>
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public string[] Tags { get; init; } = [];

    /// <summary>A shared configuration whose fields hold where the bot's own are absent.</summary>
    [Id(3)] public string? Template { get; init; }
    [Id(4)] public required TelegramConfig Telegram { get; init; }
    [Id(5)] public LlmConfig Llm { get; init; } = new();

    /// <summary>The chat in which the bot's admin reads notices.</summary>
    [Id(6)] public long? AdminChatId { get; init; }
    [Id(7)] public PersonaConfig Persona { get; init; } = new();
    [Id(8)] public PacingConfig Pacing { get; init; } = new();
    [Id(9)] public AutonomyConfig Autonomy { get; init; } = new();
    [Id(10)] public MemoryConfig Memory { get; init; } = new();
    [Id(11)] public DataIsolationConfig DataIsolation { get; init; } = new();
    [Id(12)] public FeatureFlags Features { get; init; } = new();

    /// <summary>Both switches are on.</summary>
    public bool WritesFirst => Autonomy.Enabled && Features.Autonomy;
}

public enum AccountKind : byte
{
    /// <summary>A bot token from BotFather.</summary>
    Bot,

    /// <summary>A user account: api_id, api_hash, phone.</summary>
    User,
}

public enum GroupPolicy : byte
{
    None,
    Mention,
    All,
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.telegram")]
public sealed record TelegramConfig
{
    [Id(0)] public AccountKind Kind { get; init; } = AccountKind.Bot;

    /// <summary>Bot token; kind <c>bot</c> only.</summary>
    [Id(1)] public Secret? Token { get; init; }

    /// <summary>Another Bot API server (http or https, path kept), or <c>sandbox</c> for this cluster's own. Null: the cluster's default.</summary>
    [Id(2)] public string? ApiUrl { get; init; }

    /// <summary><c>socks5://</c> or <c>http://</c>, <c>mtproxy://</c> for user accounts; may hold a password. Never bypassed.</summary>
    [Id(3)] public Secret? Proxy { get; init; }

    /// <summary>Device model a user account shows.</summary>
    [Id(4)] public string? Device { get; init; }
    [Id(5)] public GroupPolicy Groups { get; init; }
    [Id(6)] public int? ApiId { get; init; }
    [Id(7)] public Secret? ApiHash { get; init; }
    [Id(8)] public string? Phone { get; init; }

    /// <summary>Who is answered. A configuration that was stored before there were any has none.</summary>
    [Id(9)] public SendersConfig Senders { get; init => field = value ?? new(); } = new();

    /// <summary>Whether both name the same account at the same server.</summary>
    public bool IsAccountOf(TelegramConfig other) =>
        (Kind, Token, ApiUrl, Phone) == (other.Kind, other.Token, other.ApiUrl, other.Phone);
}

/// <summary>People by their Telegram id. The admin is always answered.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-config.senders")]
public sealed record SendersConfig
{
    /// <summary>Only these are answered. Null: everybody.</summary>
    [Id(0)] public long[]? Allow { get; init; }

    /// <summary>These are not, allowed or not.</summary>
    [Id(1)] public long[] Block { get; init; } = [];

    /// <summary>Why this person is not answered; null: they are.</summary>
    public string? RefusalOf(long person) =>
        Block.Contains(person) ? "sender.blocked" : Allow is not null && !Allow.Contains(person) ? "sender.not_allowed" : null;

    // Arrays are compared by what is in them, so that two readings of one text are one configuration.
    public bool Equals(SendersConfig? other) =>
        other is not null && Block.AsSpan().SequenceEqual(other.Block) && (Allow is null) == (other.Allow is null) && Allow.AsSpan().SequenceEqual(other.Allow);

    public override int GetHashCode() => HashCode.Combine(Block.Length, Allow?.Length);
}

public enum LlmProvider : byte
{
    OpenAi,
    Azure,
    Compatible,
}

/// <summary>What a bot does whose tokens are spent.</summary>
public enum BudgetPolicy : byte
{
    /// <summary>Nothing: the messages are ignored.</summary>
    Silent,

    /// <summary>It says what it says without a model.</summary>
    OfflineReply,
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.llm")]
public sealed record LlmConfig
{
    [Id(0)] public LlmProvider Provider { get; init; } = LlmProvider.OpenAi;
    [Id(1)] public string? Endpoint { get; init; }

    /// <summary>Null: the cluster's default; without one, the offline generator.</summary>
    [Id(2)] public Secret? ApiKey { get; init; }

    /// <summary>Model name; with Azure the deployment.</summary>
    [Id(3)] public string? Model { get; init; }

    /// <summary>Asked when the first model fails.</summary>
    [Id(4)] public string? FallbackModel { get; init; }

    /// <summary>0–2.</summary>
    [Id(5)] public double Temperature { get; init; } = 0.8;

    /// <summary>1–32,000 tokens.</summary>
    [Id(6)] public int MaxOutputTokens { get; init; } = 240;

    /// <summary>Tokens a day, in and out. Null: no limit.</summary>
    [Id(7)] public int? DailyTokenBudget { get; init; }

    /// <summary>The model can look at photos. Null: told by its name.</summary>
    [Id(8)] public bool? Vision { get; init; }

    /// <summary>The same for one person, so that nobody spends what the bot has for all.</summary>
    [Id(10)] public int? DailyTokensPerPerson { get; init; }
    [Id(11)] public BudgetPolicy WhenSpent { get; init; }

    /// <summary>Turns voice messages into words; with Azure the deployment. Null: nobody listens.</summary>
    [Id(12)] public string? SpeechModel { get; init; }
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.persona")]
public sealed record PersonaConfig
{
    /// <summary>Who the bot is, in the model's instructions; at most 20,000 characters.</summary>
    [Id(0)] public string? Prompt { get; init; }

    /// <summary>IETF language tag.</summary>
    [Id(1)] public string Language { get; init; } = "en";

    /// <summary>IANA time zone.</summary>
    [Id(2)] public string TimeZone { get; init; } = "UTC";
    [Id(3)] public string[] FocusTopics { get; init; } = [];

    /// <summary>Said with the first reply of a chat. Null: a sentence in the persona's language.</summary>
    [Id(4)] public string? Disclosure { get; init; }

    /// <summary>Said when no model can be reached. Null: the reply is tried again later.</summary>
    [Id(5)] public string? OfflineReply { get; init; }

    /// <summary>Said to <c>/privacy</c>, at most 4,000 characters. Null: a text in the persona's language.</summary>
    [Id(6)] public string? Privacy { get; init; }
}

/// <summary>Human-looking speed. Debounce and typing at 0: answer at once. A rate of 0: no limit of ours.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-config.pacing")]
public sealed record PacingConfig
{
    [Id(0)] public double DebounceSeconds { get; init; } = 4;
    [Id(1)] public double MinTypingSeconds { get; init; } = 1;
    [Id(2)] public double MaxTypingSeconds { get; init; } = 8;

    /// <summary>For the whole bot; Telegram's own limit is about 30 (core.telegram.org/bots/faq).</summary>
    [Id(3)] public double MessagesPerSecond { get; init; } = 25;

    /// <summary>Telegram's own limit is about 1.</summary>
    [Id(4)] public double MessagesPerChatPerSecond { get; init; } = 1;
    [Id(5)] public double MaxReplyAgeMinutes { get; init; } = 60;

    /// <summary>Hours, by the persona's clock, in which it answers; outside of them messages wait. Null: always.</summary>
    [Id(6)] public WeekWindows? ReplyWindows { get; init; }

    /// <summary>Until then the persona is away: messages wait, and it writes to nobody.</summary>
    [Id(7)] public DateTimeOffset? AwayUntil { get; init; }

    /// <summary>Answers to one person on a day of the persona's; beyond them it is silent. Null: no limit.</summary>
    [Id(8)] public int? MaxRepliesPerPersonPerDay { get; init; }

    /// <summary>Telegram's own limit (core.telegram.org/bots/faq).</summary>
    public const double UsualPerGroupPerMinute = 20;

    /// <summary>To one group. Null: a configuration that was stored before there were groups; as usual.</summary>
    [Id(9)] public double? MessagesPerGroupPerMinute { get; init; } = UsualPerGroupPerMinute;
}

/// <summary>Windows of local time, <c>HH:mm-HH:mm</c>; one that crosses midnight belongs to the day it starts on.</summary>
[GenerateSerializer, Immutable, Alias("multibot.bot-config.windows")]
public sealed record WeekWindows
{
    [Id(0)] public string[] Workdays { get; init; } = [];
    [Id(1)] public string[] Weekends { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.autonomy")]
public sealed record AutonomyConfig
{
    [Id(0)] public bool Enabled { get; init; }
    [Id(1)] public WeekWindows? Windows { get; init; }

    /// <summary>0–1.</summary>
    [Id(2)] public double StartDialogProbability { get; init; } = 0.25;

    /// <summary>0–1.</summary>
    [Id(3)] public double FollowUpProbability { get; init; } = 0.35;

    /// <summary>Earliest and latest hour after an answer.</summary>
    [Id(4)] public double[] FollowUpHours { get; init; } = [4, 12];
    [Id(5)] public double MinHoursBetween { get; init; } = 6;
    [Id(6)] public int MaxPerDay { get; init; } = 2;
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.memory")]
public sealed record MemoryConfig
{
    /// <summary>Lines of history in a prompt, 0–200.</summary>
    [Id(0)] public int HistoryMessages { get; init; } = 20;

    /// <summary>Messages between two analyses. Null: none.</summary>
    [Id(1)] public int? AnalyzeEvery { get; init; }
}

public enum IsolationMode : byte
{
    RowLevel,
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.data-isolation")]
public sealed record DataIsolationConfig
{
    [Id(0)] public IsolationMode Mode { get; init; }

    /// <summary>Seal message texts with the bot's data key.</summary>
    [Id(1)] public bool SealMessages { get; init; }
    [Id(2)] public int? RetentionDays { get; init; }
}

public enum UncertainPolicy : byte
{
    /// <summary>Send again: perhaps twice, never lost.</summary>
    Resend,

    /// <summary>Leave it: perhaps lost, never twice.</summary>
    Drop,
}

[GenerateSerializer, Immutable, Alias("multibot.bot-config.features")]
public sealed record FeatureFlags
{
    [Id(0)] public bool Replies { get; init; } = true;
    [Id(1)] public bool Autonomy { get; init; } = true;

    /// <summary>The first reply of a chat tells that an AI answers.</summary>
    [Id(2)] public bool Disclosure { get; init; } = true;
    [Id(3)] public bool Media { get; init; } = true;
    [Id(4)] public UncertainPolicy UncertainSends { get; init; } = UncertainPolicy.Resend;

    /// <summary>Hosts that links of the persona may lead to, with everything below them. Other links are taken out of its replies.</summary>
    [Id(5)] public string[] AllowedLinks { get; init; } = [];

    /// <summary>What a model may call while it writes a reply; names of <see cref="Replies.ToolNames"/>.</summary>
    [Id(6)] public string[] Tools { get; init; } = [];

    /// <summary>What the model saw can be looked at for as long as decisions are kept.</summary>
    [Id(10)] public bool KeepPrompts { get; init; } = true;

    /// <summary>An operator looks at what the persona writes before it is sent, in chats that say nothing else.</summary>
    [Id(11)] public bool Approval { get; init; }

    /// <summary>User accounts: minutes for which the persona is silent once the owner has typed on another device. 0: not at all. Null: as usual.</summary>
    [Id(12)] public double? OwnerTakesOverMinutes { get; init; }
}
