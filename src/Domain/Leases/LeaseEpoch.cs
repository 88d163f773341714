namespace MultiBot.Domain.Leases;

/// <summary>The number under which a bot is held. It only rises, so that what was begun under an older one can be told apart and refused.</summary>
public static class LeaseEpoch
{
    /// <summary>
    /// The epoch after <paramref name="before"/>. It is also no less than the database's time in milliseconds, which is ahead of every
    /// epoch given earlier: a restored backup brings back old epochs and gives none of them out again.
    /// </summary>
    public static long Next(long before, DateTimeOffset databaseNow) => Math.Max(before + 1, databaseNow.ToUnixTimeMilliseconds());
}
