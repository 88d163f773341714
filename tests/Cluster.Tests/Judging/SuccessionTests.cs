namespace MultiBot.Cluster.Tests.Judging;

/// <summary>Silos are letters; a letter among the actors is a span that acted, «-» before it one that only called.</summary>
public sealed class SuccessionTests
{
    [Theory]
    [InlineData("a", "a", 0)]
    [InlineData("a b", "a b", 0)]
    [InlineData("a b a", "a b a", 0)]
    [InlineData("a b c", "a c", 0)]
    [InlineData("a b", "a -b a b", 0)]
    [InlineData("a b", "a b -a b", 0)]
    [InlineData("a b", "a b a", 1)]
    [InlineData("a b", "a b a b", 1)]
    [InlineData("a b a", "a b a b a", 1)]
    [InlineData("a", "a b", 1)]
    [InlineData("a b", "a b a b a b", 2)]
    [InlineData("", "a", 1)]
    public void Actors_WhoFollowTheHolders_AreNoOverlap(string holders, string actors, int overlaps) =>
        Assert.Equal(overlaps, Succession.Judge("bot", holders.Split(' '), [.. actors.Split(' ').Select(Of)]).Count());

    [Fact]
    public void Process_StartedAgain_IsStillTheSameSilo() =>
        Assert.Empty(Succession.Judge("bot", ["silo-1"], [Of("silo-1.1"), Of("silo-1.2")]));

    private static Actor Of(string actor) => new(actor.TrimStart('-'), default, 0, 0, Sent: actor[0] == '-' ? 0 : 1);
}
