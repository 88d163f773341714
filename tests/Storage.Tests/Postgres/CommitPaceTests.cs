using Microsoft.Extensions.Time.Testing;
using MultiBot.Storage.Postgres.Commits;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>Who writes little writes at once; who writes much makes fewer, larger calls.</summary>
public sealed class CommitPaceTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly CommitPace pace;

    public CommitPaceTests() => pace = new CommitPace(time);

    [Fact]
    public void TheFirstCall_HoweverLarge_IsFollowedAtOnce()
    {
        pace.Begin(1000);

        Assert.Equal(TimeSpan.Zero, pace.Rest);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Calls_OfFiveThousandSlicesASecond_AreKeptApart(int slicesInAMillisecond, bool apart)
    {
        pace.Begin(1);
        time.Advance(Millisecond);
        pace.Begin(slicesInAMillisecond);

        time.Advance(Millisecond);

        Assert.Equal(apart ? CommitPace.Apart - Millisecond : TimeSpan.Zero, pace.Rest);
    }

    [Fact]
    public void ACall_ThatTookLongerThanTheDistance_IsFollowedAtOnce()
    {
        pace.Begin(1);
        time.Advance(Millisecond);
        pace.Begin(1000);

        time.Advance(CommitPace.Apart);

        Assert.Equal(TimeSpan.Zero, pace.Rest);
    }

    [Fact]
    public void ABurst_ThatIsOver_LeavesNothingBehind()
    {
        pace.Begin(1);
        time.Advance(Millisecond);
        pace.Begin(1000);
        time.Advance(CommitPace.Apart);
        pace.Begin(3);

        Assert.Equal(TimeSpan.Zero, pace.Rest);
    }
}
