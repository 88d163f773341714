using MultiBot.Cluster.Tests.Fixtures;
using MultiBot.SiloProcesses.Faults;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// A silo loses its way: to the database, to Telegram, to the other silos. It is cut off, which passes at once, then for a while, then in
/// one direction only: what it says is lost (to the server), or what it is told (to the caller).
/// </summary>
public sealed class PartitionTests(ClusterFixture clusters, ITestOutputHelper output)
{
    private static readonly LinkDirection[] OneWay = [LinkDirection.ToServer, LinkDirection.ToCaller];

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

    /// <summary>
    /// Of whom the others hear nothing, they declare dead and take over; the silo finds that in the database, which it still has, and
    /// ends. One that is heard but hears nothing may go on with what it has.
    /// </summary>
    [Fact]
    public async Task Partition_FromTheOtherSilos_EndsWhoIsNotHeard()
    {
        await using var scenario = await Scenario.StartAsync(clusters, output, before: cluster => cluster.RestartAsync(cluster.Silos[0], SiloGuise.Armed));
        var victim = scenario.Cluster.Silos[0];

        foreach (var lost in Enumerable.Repeat<LinkDirection[]>([LinkDirection.Both, .. OneWay], Scenario.Plan.Partitions).SelectMany(directions => directions))
        {
            await scenario.Cluster.AllRunAsync();
            await scenario.Cluster.EvenOutAsync();
            await scenario.DisturbAsync($"{victim.Name} without the other silos ({lost})", () => IsolateAsync(victim, lost), victim);
            await scenario.ComesBackAsync(victim);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }

    private static async Task IsolateAsync(ClusterSilo victim, LinkDirection lost)
    {
        victim.IsDisturbed = true;
        var links = new LinksOfSilo(victim);
        await links.SwallowAsync(lost);
        if (await victim.Process.EndsWithinAsync(Scenario.Plan.Outage))
            return;
        Assert.False(lost.HasFlag(LinkDirection.ToServer), $"{victim.Name} was not declared dead:\n{victim.Process.Output}");
        await links.RestoreAsync();
    }

    /// <param name="whereTo">For the report.</param>
    /// <param name="linkOf">The way that is lost.</param>
    /// <param name="atItsEnd">What must hold at the end of the outage in both directions.</param>
    private async Task RunAsync(string whereTo, Func<ClusterSilo, FaultProxy> linkOf, Func<Scenario, Task> atItsEnd)
    {
        await using var scenario = await Scenario.StartAsync(clusters, output);

        for (var round = 1; round <= Scenario.Plan.Partitions; round++)
        {
            var cut = await scenario.BusiestAsync();
            await scenario.DisturbAsync($"{cut.Name} cut off the {whereTo} once", () => { linkOf(cut).Cut(); return Task.CompletedTask; }, cut);
            await LoseAsync(scenario, whereTo, linkOf, LinkDirection.Both, Scenario.Plan.Outage, atItsEnd);
            foreach (var lost in OneWay)
                await LoseAsync(scenario, whereTo, linkOf, lost, Scenario.Plan.OneWayOutage, _ => Task.CompletedTask);
        }

        await scenario.JudgeAsync(mayBeUncertain: true);
    }

    private static async Task LoseAsync(
        Scenario scenario, string whereTo, Func<ClusterSilo, FaultProxy> linkOf, LinkDirection lost, TimeSpan outage, Func<Scenario, Task> atItsEnd)
    {
        var victim = await scenario.BusiestAsync();
        await scenario.DisturbAsync(
            $"{victim.Name} without {whereTo} ({lost}) for {outage.TotalSeconds} s",
            async () =>
            {
                victim.IsDisturbed = true;
                linkOf(victim).Swallow(lost);
                await Task.Delay(outage, TimeProvider.System);
                await atItsEnd(scenario);
                linkOf(victim).Restore();
            },
            victim);
        await scenario.ComesBackAsync(victim);
    }
}
