namespace MultiBot.Storage;

/// <summary>The store's clock and its times: whole microseconds since 1970 UTC, as precise as PostgreSQL's.</summary>
internal static class StoreTime
{
    /// <summary>In microseconds.</summary>
    public const long Second = 1_000_000;

    public static long ToMicros(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static long Micros(this TimeProvider clock) => clock.GetUtcNow().ToMicros();

    public static long ToMicros(this TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
