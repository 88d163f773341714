using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>A silo that is asked to go hands its bots over: nobody notices, and nothing is uncertain.</summary>
public sealed class GracefulTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Terminate_OfOneOfThreeSilos_HandsItsBotsOver()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);
        var victim = await scenario.BusiestAsync();

        await scenario.DisturbAsync($"SIGTERM to {victim.Name}", async () => Assert.Equal(0, await victim.Process.TerminateAsync()), victim);
        await scenario.JudgeAsync(mayBeUncertain: false);
    }

    [Fact]
    public async Task RollingRestart_OfAllSilos_IsNotNoticed()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);

        foreach (var victim in Enumerable.Repeat(scenario.Cluster.Silos, Scenario.Plan.RollingRestarts).SelectMany(silos => silos))
        {
            await scenario.Cluster.EvenOutAsync();
            await scenario.DisturbAsync($"SIGTERM to {victim.Name}", async () => Assert.Equal(0, await victim.Process.TerminateAsync()), victim);
            await scenario.DisturbAsync($"{victim.Name} comes back", () => scenario.Cluster.StartAsync([victim]));
        }

        await scenario.JudgeAsync(mayBeUncertain: false);
    }
}
