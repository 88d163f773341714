using MultiBot.Domain.Events;

namespace MultiBot.Domain.Tests.Events;

public sealed class EventHorizonTests
{
    [Fact]
    public void Horizon_WhenNobodyWrites_IsTheLastNumber() => Assert.Equal(9, new EventHorizon(3).Observe(new EventLook(9, [])));

    [Fact]
    public void Horizon_WhenAWriterRunsAtTheFirstLook_IsTheStart() => Assert.Equal(3, new EventHorizon(3).Observe(new EventLook(9, ["a"])));

    [Fact]
    public void Horizon_OfAWriterThatCame_IsTheLastNumberBeforeItWasSeen()
    {
        var horizon = new EventHorizon(0);
        horizon.Observe(new EventLook(5, []));

        Assert.Equal(5, horizon.Observe(new EventLook(9, ["a"])));
        Assert.Equal(5, horizon.Observe(new EventLook(12, ["a", "b"])));
        Assert.Equal(9, horizon.Observe(new EventLook(20, ["b"])));
        Assert.Equal(20, horizon.Observe(new EventLook(20, [])));
    }

    [Fact]
    public void SlowWriters_AreToldOnceWhenTheyHaveBecomeSlow()
    {
        var slow = new SlowWriters(TimeSpan.FromSeconds(5));

        Assert.Empty(slow.Observe(["a"], TimeSpan.Zero));
        Assert.Empty(slow.Observe(["a", "b"], TimeSpan.FromSeconds(4)));
        Assert.Equal(["a"], slow.Observe(["a", "b"], TimeSpan.FromSeconds(5)));
        Assert.Equal(["b"], slow.Observe(["a", "b"], TimeSpan.FromSeconds(9)));
        Assert.Empty(slow.Observe(["a", "b"], TimeSpan.FromSeconds(60)));
        Assert.Empty(slow.Observe([], TimeSpan.FromSeconds(61)));
        Assert.Empty(slow.Observe(["a"], TimeSpan.FromSeconds(62)));
    }
}
