using System.ComponentModel.DataAnnotations;

namespace MultiBot.Telegram;

/// <summary>How this cluster talks to Telegram (<c>MultiBot:Telegram</c>). Every wait and limit of a session stands here.</summary>
public sealed class TelegramOptions
{
    public const string Section = "MultiBot:Telegram";

    /// <summary>
    /// The Bot API server of bots that name none: Telegram's, or a self-hosted one. http or https, no query; a path is kept.
    /// </summary>
    [Required]
    public string BotApiUrl { get; set; } = "https://api.telegram.org";

    /// <summary>How long Telegram holds a poll open. 50 s is the most its server grants; longer waits mean fewer requests.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:50")]
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>
    /// How much longer than <see cref="LongPoll"/> an answer may take before the connection counts as dead. Telegram answers
    /// within a second of its time-out; the rest is for slow lines.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan PollGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a send may take in all. An attempt given up after its first byte is uncertain, so this errs on the long side;
    /// it stays far below the two minutes after which another activation settles the row.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:30")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long «typing…» may take to be shown: it is visible for 5 s, later is pointless.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan TypingTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long fetching a file may take in all: somebody waits for the reply to it, which does without if need be.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connecting may take, TLS and proxy included. Shorter than a send, so that a dead host is known as «not sent».</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Pause before a send that certainly did not leave is tried again. Long enough not to hammer a server that is coming up,
    /// short enough that nobody notices.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan NotSentPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause after a 429 that does not say how long (Telegram always does, gateways in between don't).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FloodPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause after a failed poll, doubled each time with jitter: a restarted API server is found again at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan FirstRetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause after failed polls: a bot is back within a minute of the network.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxRetryPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// First pause after a 409. Telegram ends the older of two polls, so that two pollers that both hurry fight for ever and
    /// each gets half of the messages; we step back further than a plain retry loop would.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstConflictPause { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest pause after 409s: the bot is back within five minutes after the other poller stopped.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxConflictPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the cluster may take to store what was received, or to take a report. A call between silos is given up after 30 s; twice
    /// that is beyond doubt.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ListenerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How much longer than its own limit a step of receiving may take before the session counts as stuck and is replaced: longer than
    /// a busy machine stands still, far shorter than people wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Age of the cursor from which polls go without an offset. Telegram draws new update ids after a week without updates
    /// (core.telegram.org/bots/api#update), and an offset above them would hide all messages; a day is kept as a margin.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan CursorLifetime { get; set; } = TimeSpan.FromDays(6);

    /// <summary>
    /// An idle connection for sends is closed after this time: before a server or a middlebox would do it, since a send that
    /// meets a just closed connection is uncertain. nginx, which Telegram uses, waits 75 s by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan IdleConnection { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an HTTP/2 connection with requests on it may be silent before it is asked whether it lives (PING, RFC 9113, 6.7). Shorter than a
    /// long poll, so that a dead one is noticed before the poll's own end.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConnectionPing { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection is renewed after this time, so that a changed DNS entry is noticed.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(15);
}
