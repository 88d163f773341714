using MultiBot.Cluster.Tests.Fixtures;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>A silo loses its way: to the database, or to Telegram. It is cut off first, which passes at once, and then for a while.</summary>
public sealed class PartitionTests(ClusterFixture clusters, ITestOutputHelper output)
{
    /// <summary>Without the database a silo can't know that its bots are still its own: it has to let go, and the others take over.</summary>
    [Fact]
    public Task Partition_FromTheDatabase_LetsTheOthersTakeOver() => RunAsync(
        "database",
        silo => silo.Database,
        atItsEnd: scenario => scenario.CaughtUpAsync("the silo had no database, which it still hasn't"));

    /// <summary>Its leases hold, so nobody takes over; what people wrote meanwhile is answered afterwards.</summary>
    [Fact]
    public Task Partition_FromTelegram_LosesNothing() => RunAsync(
        "Telegram",
        silo => silo.Telegram,
        atItsEnd: _ => Task.CompletedTask);

    /// <param name="whereTo">For the report.</param>
    /// <param name="linkOf">The way that is lost.</param>
    /// <param name="atItsEnd">What must hold at the end of the outage.</param>
    private async Task RunAsync(string whereTo, Func<ClusterSilo, FaultProxy> linkOf, Func<Scenario, Task> atItsEnd)
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);

        for (var round = 1; round <= Scenario.Plan.Partitions; round++)
        {
            var victim = await scenario.BusiestAsync();
            var link = linkOf(victim);
            await scenario.DisturbAsync($"{victim.Name} cut off the {whereTo} once", () => { link.Cut(); return Task.CompletedTask; }, victim);
            await scenario.DisturbAsync(
                $"{victim.Name} without {whereTo} for {Scenario.Plan.Outage.TotalSeconds} s",
                async () =>
                {
                    victim.IsDisturbed = true;
                    link.Swallow(LinkDirection.Both);
                    await Task.Delay(Scenario.Plan.Outage, TimeProvider.System);
                    await atItsEnd(scenario);
                    link.Restore();
                },
                victim);
            await scenario.ComesBackAsync(victim);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }
}
