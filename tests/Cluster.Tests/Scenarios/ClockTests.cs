using System.Globalization;
using MultiBot.Cluster.Tests.Fixtures;

namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>
/// The clock of one silo is wrong by minutes. Leases and messages go by the database's clock and by monotonic ones; the membership
/// compares what silos wrote by their own.
/// </summary>
public sealed class ClockTests(ClusterFixture clusters, ITestOutputHelper output)
{
    [Theory]
    [InlineData(+5)]
    [InlineData(-5)]
    public async Task Silo_WhoseClockIsWrong_WorksWithTheOthers(int minutes)
    {
        Assert.SkipUnless(SiloGuise.FakeTime is not null, "libfaketime is not installed (Debian, Ubuntu: apt-get install faketime).");
        await using var scenario = await Scenario.StartAsync(
            clusters, output, before: cluster => cluster.RestartAsync(cluster.Silos[0], SiloGuise.WithClock(TimeSpan.FromMinutes(minutes))));
        var (wrong, right) = (scenario.Cluster.Silos[0], scenario.Cluster.Silos[1]);
        Assert.Equal(minutes, Math.Round((await ClockOfAsync(wrong) - TimeProvider.System.GetUtcNow()).TotalMinutes));

        await scenario.DisturbAsync($"kill -9 of {right.Name}, whose clock is right", right.Process.KillAsync, right);
        await scenario.Cluster.StartAsync([right]);
        await scenario.Cluster.EvenOutAsync();
        await scenario.DisturbAsync($"SIGTERM to {wrong.Name}, whose clock is wrong by {minutes} minutes", wrong.Process.TerminateAsync, wrong);
        await scenario.DisturbAsync($"{wrong.Name} comes back", () => scenario.Cluster.StartAsync([wrong]));
        await scenario.Cluster.EvenOutAsync();
        await scenario.DisturbAsync($"kill -9 of {wrong.Name}, whose clock is wrong by {minutes} minutes", wrong.Process.KillAsync, wrong);
        await scenario.Cluster.StartAsync([wrong]);
        await scenario.Cluster.AllRunAsync();

        await scenario.JudgeAsync(mayBeUncertain: true);
    }

    /// <summary>As its web server tells it.</summary>
    private static async Task<DateTimeOffset> ClockOfAsync(ClusterSilo silo)
    {
        using var answer = await silo.Process.Http.GetAsync("/health/ready");
        return DateTimeOffset.Parse(answer.Headers.GetValues("Date").Single(), CultureInfo.InvariantCulture);
    }
}
