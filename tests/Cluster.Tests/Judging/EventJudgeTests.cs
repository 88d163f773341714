namespace MultiBot.Cluster.Tests.Judging;

/// <summary>A judge that sees nothing would find everybody innocent.</summary>
public sealed class EventJudgeTests
{
    [Theory]
    [InlineData("1 2 3", "1 2 3", 0)]
    [InlineData("1 2 3", "1 3", 1)]
    [InlineData("1 2 3", "1 2 2 3", 1)]
    [InlineData("1 2 3", "1 2 3 4", 1)]
    public void Facts_HaveOneEventEach(string facts, string log, int complaints) =>
        Assert.Equal(complaints, EventJudge.OfFacts("a", Events(facts).Select(one => (one.Type, one.Message)).ToHashSet(), Events(log)).Count());

    [Theory]
    [InlineData("1 2 3", true)]
    [InlineData("1 3", false)]
    [InlineData("1 2", false)]
    [InlineData("1 2 2 3", false)]
    [InlineData("2 1 3", false)]
    public void Follower_SeesAllOnceAndInOrder(string seen, bool isRight) => Assert.Equal(isRight, !EventJudge.OfFollower("a", Events("1 2 3"), Events(seen)).Any());

    [Theory]
    [InlineData("1 2 3 4", true)]
    [InlineData("1 2 1 2 3 4", true)]
    [InlineData("1 2 3 2 3 4", true)]
    [InlineData("1 2 3 4 4", true)]
    [InlineData("1 2 4", false)]
    [InlineData("1 2 3", false)]
    [InlineData("1 3 2 3 4", false)]
    [InlineData("2 1 2 3 4", false)]
    [InlineData("1 2 3 1 3 4", false)]
    public void Subscriber_IsToldAllInOrderAndSomeAgain(string told, bool isRight) => Assert.Equal(isRight, !EventJudge.OfSubscriber("a", Events("1 2 3 4"), Events(told)).Any());

    private static List<SeenEvent> Events(string numbers) =>
        [.. numbers.Split(' ').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Select(number => new SeenEvent(number, SeenEvent.Received, "a", number))];
}
