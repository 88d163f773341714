using CsCheck;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases;

public sealed class LifeClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LifeTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(2.999, true, false)]
    [InlineData(3, false, false)]
    [InlineData(9.999, false, false)]
    [InlineData(10, false, true)]
    public void Clock_CountsFromBeforeTheRenewalWasSent(double seconds, bool fresh, bool over)
    {
        var sentAt = TimeSpan.FromHours(5);
        var clock = LifeClock.Renewed(sentAt, Terms);
        var now = sentAt + TimeSpan.FromSeconds(seconds);
        Assert.Equal(fresh, clock.IsFresh(now));
        Assert.Equal(over, clock.IsOver(now));
    }

    /// <summary>However long the renewal is under way and whatever the two clocks show: while the silo acts, nobody has been given its bots.</summary>
    [Fact]
    public void Silo_WhileItMayAct_HasNotLetGoInTheDatabase() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[0, 60_000], Gen.Bool, Gen.Int[0, 1_000_000]).Sample((underWay, elapsed, condemned, zero) =>
        {
            var sentAt = TimeSpan.FromMilliseconds(zero);
            var clock = LifeClock.Renewed(sentAt, Terms);
            var record = LifeRecord.Renewed(Start + TimeSpan.FromMilliseconds(underWay), Terms) with { Condemned = condemned };
            var (here, there) = (sentAt + TimeSpan.FromMilliseconds(elapsed), Start + TimeSpan.FromMilliseconds(elapsed));
            if (clock.IsFresh(here))
                Assert.False(record.HasLetGoOf(AccountKind.Bot, there));
            if (!clock.IsOver(here))
                Assert.False(record.HasLetGoOf(AccountKind.User, there + Terms.AccountWait - TimeSpan.FromMilliseconds(1)));
        });
}
