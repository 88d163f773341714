using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Sessions;

/// <summary>
/// One account's connection to Telegram. Owned by a BotGrain; runs its receive loop by itself between
/// <see cref="Start"/> and disposal and never touches the grain's fields: everything goes through the listener.
/// </summary>
public interface ITelegramSession : IAsyncDisposable
{
    /// <summary>What this kind of account can do.</summary>
    SessionCapabilities Capabilities { get; }

    /// <summary>
    /// False once receiving hangs in a step that should long have been over, or has died without a report: only a new session helps.
    /// Looked at every few seconds, from any thread.
    /// </summary>
    bool IsAlive { get; }

    /// <summary>
    /// Begins receiving behind the cursor and returns at once; progress and trouble are reported to the listener. The loop
    /// retries by itself whatever can heal (network, 5xx, 409, floods) and ends on what cannot (revoked token).
    /// No call begins while <paramref name="gate"/> is closed.
    /// </summary>
    void Start(SessionCursor? cursor, ISessionGate gate);

    /// <summary>Sends one message, tried exactly once. Never throws for what Telegram or the network does.</summary>
    Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellation);

    /// <summary>Shows «typing…» for about five seconds. Best effort: failures are logged, not reported.</summary>
    Task ShowTypingAsync(ChatId chat, CancellationToken cancellation);

    /// <summary>Marks what the person wrote as read, where the kind of account can. Best effort.</summary>
    Task MarkReadAsync(ChatId chat, long upToSourceId, CancellationToken cancellation);
}

/// <summary>Where a session delivers. Implemented over the BotGrain's reference.</summary>
public interface ISessionListener
{
    /// <summary>
    /// Completes once the batch is durable; only then may Telegram be told. False: this session is superseded and must end.
    /// Throws when the batch could not be stored; the session delivers the same batch again after a while.
    /// </summary>
    Task<bool> ReceiveAsync(UpdateBatch batch);

    /// <summary>The session's state changed. Delivered in order; a failure to deliver is the listener's affair.</summary>
    Task ReportAsync(SessionReport report);
}

/// <summary>How a session is doing.</summary>
[GenerateSerializer, Immutable, Alias("multibot.session-report")]
public sealed record SessionReport
{
    [Id(0)] public required SessionState State { get; init; }

    /// <summary>A code of docs/errors.md when something is wrong; null when updates flow.</summary>
    [Id(1)] public string? Code { get; init; }

    /// <summary>When the session will try again by itself; null when it won't or needn't.</summary>
    [Id(2)] public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The account's @name, once known.</summary>
    [Id(3)] public string? Username { get; init; }
}

/// <summary>What a session reports; until its first report it is starting.</summary>
public enum SessionState : byte
{
    /// <summary>Updates flow: a poll succeeded.</summary>
    Running = 1,

    /// <summary>Trouble that may pass; the session goes on trying.</summary>
    Degraded,

    /// <summary>409: somebody else polls this account.</summary>
    Conflict,

    /// <summary>Telegram asked to wait.</summary>
    FloodWaited,

    /// <summary>A person has to log in (user accounts).</summary>
    LoginRequired,

    /// <summary>Over until an operator changes something (token revoked, account gone).</summary>
    Failed,
}

/// <summary>The one table of what kinds of account can do is where sessions are made; what one can't do is refused with a code.</summary>
[GenerateSerializer, Immutable, Alias("multibot.session-capabilities")]
public sealed record SessionCapabilities
{
    /// <summary>May write to people who never wrote.</summary>
    [Id(0)] public bool CanWriteFirst { get; init; }
    [Id(1)] public bool CanMarkRead { get; init; }
    [Id(2)] public bool SeesDeletions { get; init; }

    /// <summary>A repeated send with the same key is dropped by Telegram (random_id): uncertain sends may be repeated safely.</summary>
    [Id(3)] public bool IdempotentSends { get; init; }

    /// <summary>Longest text of one message, in UTF-16 code units.</summary>
    [Id(4)] public int MaxTextLength { get; init; } = 4096;
}

/// <summary>Makes sessions; one implementation per kind of account, and one that picks among them.</summary>
public interface ITelegramSessionFactory
{
    /// <summary>
    /// Makes a session that is not started. Throws nothing for a bad token: that is reported by the session. A webhook that is
    /// set at Telegram is removed only with its operator's consent (<see cref="BotRecord.RemoveWebhook"/>); otherwise it is a conflict.
    /// </summary>
    ITelegramSession Create(BotRecord bot, ISessionListener listener);
}
