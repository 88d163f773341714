namespace MultiBot.Telegram.Bots;

/// <summary>
/// Shows whether a loop moves: before each step it says how long the step may take. Written by the loop alone, read by anyone.
/// </summary>
internal sealed class Pulse(TimeProvider time, TimeSpan grace)
{
    private const long Never = long.MaxValue;

    /// <summary>On the clock's monotonic time, in ticks of 100 ns.</summary>
    private long due = Never;

    /// <summary>False when a step should long have been over, or the loop died.</summary>
    public bool Beats => time.GetElapsedTime(0).Ticks <= Interlocked.Read(ref due);

    /// <summary>The next step is over within <paramref name="limit"/>, and the grace for a busy machine.</summary>
    public void Expect(TimeSpan limit) => Interlocked.Exchange(ref due, (time.GetElapsedTime(0) + limit + grace).Ticks);

    /// <summary>The loop has ended as it should.</summary>
    public void Rest() => Interlocked.Exchange(ref due, Never);

    /// <summary>The loop has ended as it should not.</summary>
    public void Stop() => Interlocked.Exchange(ref due, long.MinValue);
}
