using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>
/// The silo is killed five times in the middle of the load and started again each time. What a kill interrupted is made good before
/// the next one: a reply interrupted three times over would rightly stay uncertain.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Kills = Load.MessagesPerChat / 2;

    [Fact]
    public Task Messages_WhenTheSiloIsKilledFiveTimes_AreAllAnsweredOnceAndInOrder() => RunAsync();

    /// <summary>The silo that comes back is a new one to the database: it waits until the killed one's life has run out.</summary>
    [Fact]
    public async Task Messages_OnPostgres_WhenTheSiloIsKilledFiveTimes_AreAllAnsweredOnceAndInOrder()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        await using var server = await PostgresServer.StartAsync();
        await RunAsync(SiloProcess.On(await server.CreateDatabaseAsync()));
    }

    private async Task RunAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("multibot-kill-").FullName;
        await using var people = await People.StartAsync();
        await using var llm = await LlmStub.StartAsync();
        await using var silo = new SiloProcess(folder, settings);
        var load = new Load(silo, people, llm);
        await silo.StartAsync();
        await load.RegisterAsync();

        for (var round = 1; round <= Load.MessagesPerChat; round += 2)
        {
            await load.WriteAsync(round);
            await load.SettledAsync(round);
            await load.WriteAsync(round + 1);
            await load.InTheMiddleAsync(round + 1);
            await silo.KillAsync();
            await silo.StartAsync();
        }

        await load.JudgeAsync(output, $"{Kills} kills");
        Directory.Delete(folder, recursive: true);
    }
}
