namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>
/// Leases under every fault we know, history after history. <c>MULTIBOT_SIMULATION_RUNS</c> sets their number,
/// <c>MULTIBOT_SIMULATION_SEED</c> replays one and prints it.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 50_000;

    [Fact]
    public void Leases_WhenAnythingFailsAnywhere_KeepTheirPromises()
    {
        if (Seeds.ToReplay is { } seed)
        {
            output.WriteLine(Histories.Tell(seed));
            Assert.Null(Histories.Run(seed));
            return;
        }

        var failure = Histories.FirstFailure(1, Seeds.Runs(DefaultRuns));
        Assert.True(failure is null, failure is { } broken ? Histories.Tell(broken.Seed) : null);
    }

    [Fact]
    public void History_WhenItsSeedIsTheSame_IsTheSame() => Assert.Equal(Histories.Tell(42), Histories.Tell(42));
}
