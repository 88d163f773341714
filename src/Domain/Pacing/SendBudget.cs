namespace MultiBot.Domain.Pacing;

/// <summary>
/// A token bucket: at most <see cref="PerSecond"/> sends a second on average, and no more than a second's worth at once.
/// A value; <see cref="Take"/> answers with the next one.
/// </summary>
public readonly record struct SendBudget
{
    /// <summary>What sums of doubles may lack of a whole token.</summary>
    private const double Rounding = 1e-9;

    private readonly DateTimeOffset _at;
    private readonly double _tokens;

    private SendBudget(double perSecond, double tokens, DateTimeOffset at) => (PerSecond, _tokens, _at) = (perSecond, tokens, at);

    /// <summary>Zero: no limit.</summary>
    public double PerSecond { get; }

    private double Capacity => Math.Max(1, PerSecond);

    /// <summary>A full bucket.</summary>
    public static SendBudget Full(double perSecond, DateTimeOffset now) => new(perSecond, Math.Max(1, perSecond), now);

    /// <summary>Takes one token. When there is none, nothing is taken and the moment of the next one is told.</summary>
    public (SendBudget Next, DateTimeOffset? NotBefore) Take(DateTimeOffset now)
    {
        if (PerSecond <= 0)
            return (this, null);

        var elapsed = Math.Max(0, (now - _at).TotalSeconds);
        var tokens = Math.Min(Capacity, _tokens + elapsed * PerSecond);
        return tokens >= 1 - Rounding
            ? (new SendBudget(PerSecond, tokens - 1, now), null)
            : (new SendBudget(PerSecond, tokens, now), now + RoundedUp((1 - tokens) / PerSecond));
    }

    /// <summary>To the next tick: a moment told too early, or «now», would only be asked about again.</summary>
    private static TimeSpan RoundedUp(double seconds) => TimeSpan.FromTicks((long)Math.Ceiling(seconds * TimeSpan.TicksPerSecond));
}
