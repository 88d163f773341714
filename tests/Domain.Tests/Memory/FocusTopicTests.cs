using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Tests.Memory;

public sealed class FocusTopicTests
{
    private static readonly string[] Topics = [" ", " work", "travel"];

    [Fact]
    public void Topic_OfANewPerson_IsTheFirst() => Assert.Equal("work", FocusTopic.Of(Topics, ContactMemory.Empty));

    [Fact]
    public void Topic_WhenTheFirstIsKnown_IsTheNext() => Assert.Equal("travel", FocusTopic.Of(Topics, Knows("Work")));

    [Fact]
    public void Topic_WhenWhatWasKnownNoLongerHolds_IsAskedAgain() => Assert.Equal("work", FocusTopic.Of(Topics, Knows("work", DateTimeOffset.UnixEpoch)));

    [Fact]
    public void Topic_WhenAllAreKnownOrNoneIsNamed_IsNone()
    {
        Assert.Null(FocusTopic.Of(["work"], Knows("work")));
        Assert.Null(FocusTopic.Of([], ContactMemory.Empty));
    }

    private static ContactMemory Knows(string topic, DateTimeOffset? until = null) =>
        new() { Facts = [new Fact(topic, "Something", DateTimeOffset.UnixEpoch, MemorySource.Analysis, until)] };
}
