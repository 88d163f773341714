using MultiBot.Domain.Events;

namespace MultiBot.Domain.Tests.Events;

public sealed class EventLagTests
{
    private readonly EventLag _lag = new();

    [Fact]
    public void Lag_WhenAllIsShown_IsZero()
    {
        Look(9, 9, at: 1);

        Assert.Equal(0, At(100));
    }

    [Fact]
    public void Lag_WhileSomethingIsHeldUp_IsItsAge()
    {
        Look(9, 9, at: 1);
        Look(12, 9, at: 2);
        Look(15, 11, at: 5);

        Assert.Equal(5, At(7));
    }

    [Fact]
    public void Lag_OnceTheOldestIsShown_IsTheAgeOfTheNext()
    {
        Look(12, 9, at: 2);
        Look(15, 9, at: 5);
        Look(15, 12, at: 6);
        Assert.Equal(3, At(8));

        Look(15, 15, at: 9);
        Assert.Equal(0, At(10));
    }

    [Fact]
    public void Lag_BeforeAnythingIsKnown_CountsFromTheFirstLook()
    {
        Look(0, null, at: 1);
        Assert.Equal(3, At(4));

        Look(0, 0, at: 5);
        Assert.Equal(0, At(6));
    }

    [Fact]
    public void Lag_WhenNumbersWentBack_ForgetsTheOldOnes()
    {
        Look(12, 9, at: 2);
        Look(4, 4, at: 5);

        Assert.Equal(0, At(9));
    }

    private void Look(long last, long? shown, double at) => _lag.Observe(last, shown, TimeSpan.FromSeconds(at));

    private double At(double now) => _lag.At(TimeSpan.FromSeconds(now)).TotalSeconds;
}
