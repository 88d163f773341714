using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>PostgreSQL crashes under all silos at once and is started again; nobody touches the silos.</summary>
public sealed class ServerCrashTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Crash_OfTheServer_IsSurvivedByEverySilo()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);
        var server = scenario.Cluster.Server;

        for (var round = 1; round <= Scenario.Plan.ServerCrashes; round++)
        {
            await scenario.DisturbAsync(
                "the server crashes and starts again",
                async () =>
                {
                    await server.StopImmediatelyAsync();
                    await server.StartAgainAsync();
                },
                scenario.Cluster.Silos);
            await scenario.DisturbAsync(
                $"the server is away for {Scenario.Plan.Outage.TotalSeconds} s",
                async () =>
                {
                    await server.StopImmediatelyAsync();
                    await Task.Delay(Scenario.Plan.Outage, TimeProvider.System);
                    await server.StartAgainAsync();
                },
                scenario.Cluster.Silos);
        }

        Assert.All(scenario.Cluster.Silos, silo => Assert.True(silo.Process.IsRunning, $"{silo.Name} ended:\n{silo.Process.Output}"));
        await scenario.JudgeAsync(mayBeUncertain: true);
    }
}
