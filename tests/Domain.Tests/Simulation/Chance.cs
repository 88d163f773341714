namespace MultiBot.Domain.Tests.Simulation;

/// <summary>All the luck of one history (SplitMix64): the same seed draws the same history on every machine and runtime.</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL + 0x632BE59BD9B4E019UL;

    public bool In(double probability) => probability > 0 && (Draw() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>0 ≤ result &lt; <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Draw() % (uint)bound);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public TimeSpan Millis(int from, int to) => TimeSpan.FromMilliseconds(from + Below(to - from + 1));

    public TimeSpan Seconds(int from, int to) => Millis(from * 1000, to * 1000);

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Draw());
        BitConverter.TryWriteBytes(bytes[8..], Draw());
        return new Guid(bytes);
    }

    private ulong Draw()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
