using MultiBot.Domain.Leases;

namespace MultiBot.Domain.Tests.Leases;

public sealed class KnownLeaseTests
{
    private static readonly Guid Life = Guid.NewGuid();

    [Fact]
    public void Grant_IsTakenOnce()
    {
        var granted = KnownLease.None.Granted(Life, 7);

        Assert.True(granted.MayBeTakenBy(Life));
        Assert.False(granted.Taken().MayBeTakenBy(Life));
        Assert.Equal(7, granted.Taken().Epoch);
    }

    [Fact]
    public void Grant_OfAnotherLife_IsNotTaken() => Assert.False(KnownLease.None.Granted(Life, 7).MayBeTakenBy(Guid.NewGuid()));

    [Fact]
    public void Grant_WhenTheBotIsGone_IsNotTaken() => Assert.False(KnownLease.None.Granted(Life, 7).Gone().MayBeTakenBy(Life));

    [Fact]
    public void Grant_AfterAClaimThatWasMadeLater_IsNotTaken()
    {
        var known = KnownLease.None.Claimed(Life, 8).Granted(Life, 7);

        Assert.False(known.MayBeTakenBy(Life));
        Assert.Equal(new KnownLease(Life, 8, Untaken: false), known);
    }

    [Fact]
    public void Grant_AfterTheBotWasHandedOver_IsNotTaken()
    {
        var known = KnownLease.None.Claimed(Life, 8).Gone().Granted(Life, 7);

        Assert.False(known.MayBeTakenBy(Life));
        Assert.Null(known.Life);
    }

    [Fact]
    public void Grant_ThatIsNewerThanAllBefore_IsTaken() => Assert.True(KnownLease.None.Claimed(Life, 8).Gone().Granted(Life, 9).MayBeTakenBy(Life));

    [Fact]
    public void Claim_WhenAGrantIsUntaken_EndsIt() => Assert.False(KnownLease.None.Granted(Life, 7).Claimed(Life, 8).MayBeTakenBy(Life));
}
