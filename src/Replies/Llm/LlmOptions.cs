using System.ComponentModel.DataAnnotations;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Memory;

namespace MultiBot.Replies.Llm;

/// <summary>
/// Section <c>MultiBot:Llm</c>: the model of bots that bring neither key nor endpoint, and how patient we are with any model.
/// Without endpoint and key such bots are answered by the offline generator. Changes need a restart.
/// </summary>
public sealed class LlmOptions : IValidatableObject
{
    public const string Section = "MultiBot:Llm";

    /// <summary>The model asked where neither the bot nor the cluster names one: small, cheap, good at talking.</summary>
    public const string DefaultModel = "gpt-5-mini";

    /// <summary>The cluster's own endpoint; absolute http or https. Null with a key: OpenAI's.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Goes to <see cref="Endpoint"/> only, never to an endpoint a bot names. Null with an endpoint: no key is sent.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Model (deployment with Azure) where a bot names none.</summary>
    public string? Model { get; set; }

    /// <summary>What speaks at <see cref="Endpoint"/>. Null: OpenAI without an endpoint, a compatible server with one.</summary>
    public LlmProvider? Provider { get; set; }

    /// <summary>For one reply as a whole: waiting for a slot, attempts, fall-back. After a minute a person has stopped looking.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:30:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For one attempt: half of the whole, so that a hanging model leaves time to ask the fall-back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:30:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>To establish a connection: a host that does not answer in this time is away.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts with one model, the first included. Three ride out a hiccup; longer trouble is the conversation's to wait for.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;

    /// <summary>Median of the first pause; doubles from attempt to attempt, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause inside one call. A longer Retry-After ends the call and is handed to the caller, who holds no slot meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Share of failed attempts that opens the breaker. Half: a model that fails every other time helps nobody.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Attempts in <see cref="BreakerSampling"/> below which the breaker does not judge: two whole calls and a bit.</summary>
    [Range(2, 10_000)]
    public int BreakerMinimumAttempts { get; set; } = 8;

    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakerSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker asks nothing before it lets one attempt try.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Calls of one bot at once. Bounds what one bot can take of sockets and memory, far above what one persona needs.</summary>
    [Range(1, 10_000)]
    public int ConcurrencyPerBot { get; set; } = 128;

    /// <summary>Calls of one bot that may wait for a slot; more are <c>llm.busy</c>.</summary>
    [Range(0, 100_000)]
    public int QueuePerBot { get; set; } = 1_000;

    /// <summary>Ask for the reply in chunks, so that a model that falls silent is noticed after <see cref="StreamIdleTimeout"/>.</summary>
    public bool Streaming { get; set; }

    /// <summary>Longest silence between two chunks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Tokens allowed on top of the bot's limit to models that think before they write: thinking counts as output.</summary>
    [Range(0, 100_000)]
    public int ReasoningTokens { get; set; } = 2_000;

    /// <summary>
    /// Longest answer of an analysis: a summary of <see cref="MemoryLimits.Summary"/> characters and a dozen facts, also in languages that
    /// need a token for every other character. The bot's own limit is one for replies.
    /// </summary>
    [Range(100, 32_000)]
    public int AnalysisOutputTokens { get; set; } = 2_000;

    /// <summary>
    /// Tokens of a whole prompt: instructions, what is remembered, history, unanswered messages. What is beyond is left out, old lines
    /// first. Every current model reads as much; a model that reads less (see its context length) needs less here.
    /// </summary>
    [Range(500, 2_000_000)]
    public int MaxPromptTokens { get; set; } = 20_000;

    /// <summary>Pictures shown with one reply, the newest; the others are told in words. Each costs as much as a long message.</summary>
    [Range(0, 20)]
    public int PicturesPerReply { get; set; } = 3;

    /// <summary>A larger picture is not fetched. Telegram's photos have some hundred KB; a picture sent as a file may have any size.</summary>
    [Range(10_000, 20_000_000)]
    public int MaxPictureBytes { get; set; } = 5_000_000;

    /// <summary>A longer voice message is not listened to: it would take a person's tokens of a day, and nobody expects an answer to a lecture.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:25:00")]
    public TimeSpan LongestVoice { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A larger one is not fetched. The Bot API gives files of up to 20 MB (core.telegram.org/bots/api#getfile); speech models take 25.</summary>
    [Range(10_000, 20_000_000)]
    public int MaxVoiceBytes { get; set; } = 20_000_000;

    /// <summary>For fetching a voice message and for turning it into words, each: a person waits. What takes longer is answered without.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan VoiceTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Voice messages that a silo listens to at once; more wait. Each is in memory meanwhile, with up to <see cref="MaxVoiceBytes"/>.</summary>
    [Range(1, 1_000)]
    public int VoicesAtOnce { get; set; } = 8;

    /// <summary>
    /// What a second of speech counts in the bot's budget where the endpoint does not tell: OpenAI's models hear it as some ten tokens and write
    /// at most five.
    /// </summary>
    [Range(1, 1_000)]
    public int VoiceTokensPerSecond { get; set; } = 15;

    /// <summary>A longer response is not read: no reply needs it, and many at once would fill the memory.</summary>
    [Range(10_000, 100_000_000)]
    public int MaxResponseBytes { get; set; } = 2_000_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Endpoint) && !LlmTarget.TryEndpoint(Endpoint, out _))
            yield return new ValidationResult("Endpoint must be an absolute http or https address.", [nameof(Endpoint)]);
        if (Provider is LlmProvider.Azure && (string.IsNullOrWhiteSpace(Endpoint) || string.IsNullOrWhiteSpace(ApiKey)))
            yield return new ValidationResult("Azure needs Endpoint and ApiKey.", [nameof(Provider)]);
        if (Provider is LlmProvider.Compatible && string.IsNullOrWhiteSpace(Endpoint))
            yield return new ValidationResult("A compatible server needs Endpoint.", [nameof(Provider)]);
    }
}
