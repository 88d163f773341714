using CsCheck;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases;

public sealed class LifeRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LifeTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    private static readonly LifeRecord Life = LifeRecord.Renewed(Start, Terms);

    private static readonly Gen<LifeRecord> AnyLife = Gen.Select(Gen.Bool, Gen.Bool, (retired, condemned) => Life with { Retired = retired, Condemned = condemned });
    private static readonly Gen<DateTimeOffset> AnyTime = Gen.Int[0, 60_000].Select(millis => Start + TimeSpan.FromMilliseconds(millis));

    [Theory]
    [InlineData(0, true)]
    [InlineData(9.999, true)]
    [InlineData(10, false)]
    public void Life_OfALivingSilo_EndsWithItsTime(double seconds, bool alive)
    {
        Assert.Equal(alive, Life.IsAlive(At(seconds)));
        Assert.Equal(!alive, Life.HasLetGoOf(AccountKind.Bot, At(seconds)));
    }

    [Theory]
    [InlineData(2.999, false)]
    [InlineData(3, true)]
    public void Token_OfACondemnedLife_IsLetGoWhenItCanNotBeFreshAnyMore(double seconds, bool free) =>
        Assert.Equal(free, (Life with { Condemned = true }).HasLetGoOf(AccountKind.Bot, At(seconds)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Account_OfALifeThatDidNotLetGo_WaitsForTelegram(bool condemned)
    {
        var life = Life with { Condemned = condemned };
        Assert.False(life.HasLetGoOf(AccountKind.User, At(39.999)));
        Assert.True(life.HasLetGoOf(AccountKind.User, At(40)));
    }

    [Fact]
    public void Bots_OfARetiredLife_AreFreeAtOnce()
    {
        var life = Life with { Retired = true };
        Assert.False(life.IsAlive(Start));
        Assert.True(life.HasLetGoOf(AccountKind.Bot, Start));
        Assert.True(life.HasLetGoOf(AccountKind.User, Start));
    }

    [Fact]
    public void HasLetGo_OfAnyLife_StaysSoAndNeverWhileItLives() =>
        Gen.Select(AnyLife, AnyTime, Gen.Int[0, 60_000]).Sample((life, now, later) =>
        {
            foreach (var kind in Enum.GetValues<AccountKind>())
            {
                Assert.False(life.IsAlive(now) && life.HasLetGoOf(kind, now));
                Assert.True(!life.HasLetGoOf(kind, now) || life.HasLetGoOf(kind, now + TimeSpan.FromMilliseconds(later)));
            }
        });

    [Fact]
    public void HasLetGo_OfAnAccount_IsNeverSoonerThanOfAToken() =>
        Gen.Select(AnyLife, AnyTime).Sample((life, now) =>
            Assert.True(!life.HasLetGoOf(AccountKind.User, now) || life.HasLetGoOf(AccountKind.Bot, now)));

    private static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
