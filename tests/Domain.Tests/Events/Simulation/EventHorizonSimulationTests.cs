namespace MultiBot.Domain.Tests.Events.Simulation;

/// <summary>
/// Whatever the order in which writers draw, commit and are looked at, a reader that goes to the horizon skips nothing. History after
/// history; <c>MULTIBOT_SIMULATION_RUNS</c> sets their number, <c>MULTIBOT_SIMULATION_SEED</c> replays one.
/// </summary>
public sealed class EventHorizonSimulationTests
{
    private const int DefaultRuns = 20_000;
    private const int MostHistories = 20_000;

    [Fact]
    public void Reader_WhateverTheOrder_SkipsNothing()
    {
        if (Seeds.ToReplay is { } seed)
        {
            Assert.Null(new LogWorld(seed, PlantedBug.None).Run());
            return;
        }

        var failure = Seeds.First(1, Seeds.Runs(DefaultRuns), one => new LogWorld(one, PlantedBug.None).Run());
        Assert.True(failure is null, $"{failure?.Seed}: {failure?.Found}");
    }

    [Theory]
    [InlineData(PlantedBug.WritersSeenFirst)]
    [InlineData(PlantedBug.BoundOfThisLook)]
    [InlineData(PlantedBug.FirstLookTrusted)]
    [InlineData(PlantedBug.ReadBeforeLook)]
    [InlineData(PlantedBug.DrawnBeforeSeen)]
    [InlineData(PlantedBug.HiddenBeforeReadable)]
    [InlineData(PlantedBug.WritersIgnored)]
    [InlineData(PlantedBug.HorizonIgnored)]
    public void Reader_WhenAGuardIsTakenAway_IsSeenToSkip(PlantedBug bug) =>
        Assert.NotNull(Seeds.First(1, MostHistories, seed => new LogWorld(seed, bug).Run()));
}
