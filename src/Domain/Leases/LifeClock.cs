namespace MultiBot.Domain.Leases;

/// <summary>
/// A silo's own view of its life, on its own monotonic clock: counted from before the renewal was sent, so that it is over here
/// before it is over in the database.
/// </summary>
public sealed record LifeClock
{
    /// <summary>From here on no session may begin a call.</summary>
    public required TimeSpan FreshUntil { get; init; }

    /// <summary>From here on every socket is cut.</summary>
    public required TimeSpan OverAt { get; init; }

    /// <summary>After a renewal that the database took; <paramref name="sentAt"/> is the monotonic time just before it left.</summary>
    public static LifeClock Renewed(TimeSpan sentAt, LifeTerms terms) => new() { FreshUntil = sentAt + terms.FreshFor, OverAt = sentAt + terms.TimeToLive };

    public bool IsFresh(TimeSpan now) => now < FreshUntil;

    public bool IsOver(TimeSpan now) => now >= OverAt;
}
