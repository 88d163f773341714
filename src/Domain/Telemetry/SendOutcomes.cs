using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Telemetry;

/// <summary>What became of an attempt to send, as metrics and traces say it.</summary>
public static class SendOutcomes
{
    public const string Sent = "sent";
    public const string RateLimited = "rate_limited";
    public const string Rejected = "rejected";
    public const string SessionLost = "session_lost";
    public const string Uncertain = "uncertain";

    /// <summary>The attempt was found as its sender, who is gone, had left it.</summary>
    public const string Interrupted = "interrupted";

    public static IReadOnlyList<string> All { get; } = [Sent, RateLimited, Rejected, SessionLost, Uncertain, Interrupted];

    public static string NameOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => Sent,
        SendOutcome.RateLimited => RateLimited,
        SendOutcome.Rejected => Rejected,
        SendOutcome.SessionLost => SessionLost,
        _ => Uncertain,
    };

    /// <summary>Null: nothing is wrong.</summary>
    public static string? CodeOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.RateLimited limited => limited.Code,
        SendOutcome.Rejected rejected => rejected.Code,
        SendOutcome.SessionLost lost => lost.Code,
        SendOutcome.Uncertain uncertain => uncertain.Code,
        _ => null,
    };
}
