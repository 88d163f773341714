using MultiBot.PrivatePostgres;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>
/// PostgreSQL crashes five times in the middle of the load and is started again each time; nobody touches the silo. The last
/// time it stays away until the silo's life in the database has run out.
/// </summary>
public sealed class ServerAwayTests(ITestOutputHelper output)
{
    private const int Crashes = Load.MessagesPerChat / 2;

    [Fact]
    public async Task Messages_WhenTheServerCrashesFiveTimes_AreAllAnsweredOnceAndInOrder()
    {
        Assert.SkipUnless(PostgresTests.AreWanted, "PostgreSQL is left out (--no-postgres).");
        var folder = Directory.CreateTempSubdirectory("multibot-away-").FullName;
        await using var server = await PostgresServer.StartAsync(new PostgresServerOptions { Durable = true });
        await using var people = await People.StartAsync();
        await using var llm = await LlmStub.StartAsync();
        await using var silo = new SiloProcess(folder, SiloProcess.On(await server.CreateDatabaseAsync()));
        var load = new Load(silo, people, llm);
        await silo.StartAsync();
        await load.RegisterAsync();
        await silo.BecomesReadyAsync();

        for (var round = 1; round <= Load.MessagesPerChat; round += 2)
        {
            await load.WriteAsync(round);
            await load.SettledAsync(round);
            await load.WriteAsync(round + 1);
            await load.InTheMiddleAsync(round + 1);
            await server.StopImmediatelyAsync();
            await silo.BecomesUnreadyAsync(round + 1 == Load.MessagesPerChat ? "lease" : "storage");
            await server.StartAgainAsync();
            await silo.BecomesReadyAsync();
        }

        await load.JudgeAsync(output, $"{Crashes} crashes of the server");
        Assert.Contains("storage.unreachable", silo.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
