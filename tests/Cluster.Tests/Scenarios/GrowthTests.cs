namespace MultiBot.Cluster.Tests.Scenarios;

/// <summary>A silo that joins gets its share of the bots while they work.</summary>
public sealed class GrowthTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Silo_ThatJoins_GetsItsShareWithoutAMessageLost()
    {
        await using var scenario = await Scenario.StartAsync(output, silos: 2);

        await scenario.DisturbAsync("a third silo joins", async () =>
        {
            var began = TimeProvider.System.GetTimestamp();
            await scenario.Cluster.AddSiloAsync();
            await scenario.Cluster.EvenOutAsync();
            output.WriteLine($"Evenly spread {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s after its start");
        });
        await scenario.Cluster.AllRunAsync();

        await scenario.JudgeAsync(mayBeUncertain: false);
    }
}
