using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// A silo stops moving for longer than its leases last, wakes up, and believes for a moment that its bots are still its own: the
/// database and its own deadline have to keep it from acting.
/// </summary>
public sealed class ZombieTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Fact]
    public async Task Freeze_OfOneOfThreeSilos_MakesNoZombieThatActs()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);

        for (var round = 1; round <= Scenario.Plan.Freezes; round++)
        {
            var victim = await scenario.BusiestAsync();
            await scenario.DisturbAsync(
                $"{victim.Name} frozen for {Scenario.Plan.Outage.TotalSeconds} s",
                async () =>
                {
                    victim.IsDisturbed = true;
                    victim.Process.Freeze();
                    await Task.Delay(Scenario.Plan.Outage, TimeProvider.System);
                    await scenario.CaughtUpAsync($"{victim.Name} was frozen, which it still is");
                    victim.Process.Thaw();
                },
                victim);
            await scenario.ComesBackAsync(victim);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }
}
