using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>A silo that joins gets its share of the bots while they work.</summary>
public sealed class GrowthTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Silo_ThatJoins_GetsItsShareWithoutAMessageLost()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output, before: async cluster =>
        {
            await cluster.Silos[^1].Process.TerminateAsync();
            await cluster.SeesEverySiloAsync();
        });

        await scenario.DisturbAsync("a third silo joins", async () =>
        {
            var began = TimeProvider.System.GetTimestamp();
            await scenario.Cluster.StartAsync([scenario.Cluster.Silos[^1]]);
            await scenario.Cluster.EvenOutAsync();
            output.WriteLine($"Evenly spread {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s after its start");
        });
        await scenario.Cluster.AllRunAsync();

        await scenario.JudgeAsync(mayBeUncertain: false);
    }
}
