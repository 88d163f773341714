
namespace MultiBot.Domain.Tests.Events.Subscribers;

/// <summary>
/// Whatever dies, comes twice or gets lost, each event's effect is in the database once and in order. <c>MULTIBOT_SIMULATION_RUNS</c> sets the
/// number of histories, <c>MULTIBOT_SIMULATION_SEED</c> replays one.
/// </summary>
public sealed class SubscriberSimulationTests
{
    private const int DefaultRuns = 20_000;
    private const int MostHistories = 20_000;
    private const int EnoughCrashes = 10_000;

    [Fact]
    public void Effects_WhateverDies_AreKeptOnceAndInOrder()
    {
        if (Seeds.ToReplay is { } seed)
        {
            Assert.Null(new SubscriberWorld(seed, SubscriberBug.None).Run());
            return;
        }

        var crashes = 0;
        var failure = Seeds.First(1, Seeds.Runs(DefaultRuns), one =>
        {
            var world = new SubscriberWorld(one, SubscriberBug.None);
            var found = world.Run();
            Interlocked.Add(ref crashes, world.Crashes);
            return found;
        });
        Assert.True(failure is null, $"{failure?.Seed}: {failure?.Found}");
        Assert.True(crashes >= EnoughCrashes || Seeds.Runs(DefaultRuns) < DefaultRuns, $"only {crashes} crashes");
    }

    [Theory]
    [InlineData(SubscriberBug.PositionNotCompared)]
    [InlineData(SubscriberBug.HoleIgnored)]
    [InlineData(SubscriberBug.HandledTwice)]
    [InlineData(SubscriberBug.EffectsKept)]
    public void Effects_WhenAGuardIsTakenAway_AreSeenToBeWrong(SubscriberBug bug) =>
        Assert.NotNull(Seeds.First(1, MostHistories, seed => new SubscriberWorld(seed, bug).Run()));
}
