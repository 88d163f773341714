using CsCheck;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases;

public sealed class LeaseEpochTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_OverAnyTimes_Rises() =>
        Gen.Int[-600_000, 600_000].Array[1, 50].Sample(steps =>
        {
            var (epoch, now) = (0L, Start);
            foreach (var step in steps)
            {
                now += TimeSpan.FromMilliseconds(step);
                var next = LeaseEpoch.Next(epoch, now);
                Assert.True(next > epoch);
                Assert.True(next >= now.ToUnixTimeMilliseconds());
                epoch = next;
            }
        });

    /// <summary>A bot changes its holder less than once a millisecond: no epoch runs ahead of the clock.</summary>
    [Fact]
    public void Next_AfterABackupWasRestored_IsAboveAllThatWereEverGiven() =>
        Gen.Select(Gen.Int[1, 100_000].Array[1, 50], Gen.Int[0, 49], Gen.Int[1, 100_000]).Sample((pauses, backup, away) =>
        {
            var (now, given) = (Start, new List<long> { 0 });
            foreach (var pause in pauses)
            {
                now += TimeSpan.FromMilliseconds(pause);
                given.Add(LeaseEpoch.Next(given[^1], now));
            }

            var restored = given[backup % given.Count];
            Assert.True(LeaseEpoch.Next(restored, now + TimeSpan.FromMilliseconds(away)) > given.Max());
        });
}
