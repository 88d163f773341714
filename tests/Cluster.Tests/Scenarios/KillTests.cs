using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>A silo is killed in the middle of the load; the others take its bots over, and it comes back.</summary>
public sealed class KillTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_OfOneOfThreeSilos_LosesNothingAndLeavesNoBotAlone()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);

        for (var round = 1; round <= Scenario.Plan.Kills; round++)
        {
            var victim = await scenario.BusiestAsync();
            await scenario.DisturbAsync($"kill -9 of {victim.Name}", victim.Process.KillAsync, victim);
            await scenario.Cluster.StartAsync([victim]);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }

    /// <summary>Nobody is left to take anything over.</summary>
    [Fact]
    public async Task Kill_OfAllSilosAtOnce_IsMadeGoodByAColdStart()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);
        var all = scenario.Cluster.Silos;

        for (var round = 1; round <= Scenario.Plan.ColdStarts; round++)
        {
            await scenario.DisturbAsync(
                "kill -9 of all and cold start",
                async () =>
                {
                    await Task.WhenAll(all.Select(silo => silo.Process.KillAsync()));
                    await Task.WhenAll(all.Select(silo => silo.StartAsync()));
                },
                all);
            await scenario.Cluster.SeesEverySiloAsync();
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }
}
