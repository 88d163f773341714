using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Tests.Fixtures;
using MultiBot.Storage.Tests.Postgres;

namespace MultiBot.Storage.Tests.Privacy;

/// <summary>A backup from before an erasure is restored: what is noted beside the database is carried out again before anything runs.</summary>
public sealed class RestoredBackupTests
{
    private const string Secret = "Zwiebelkuchen";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sqlite_ThatIsRestored_ErasesAgainAndDropsLateUpdates()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder backup;
        StoreClock clock;
        await using (var store = await SqliteFixture.StartAsync(folder))
        {
            var bot = await TestBot.RegisterAsync(store, "anna");
            await bot.HearAsync(1, Secret);
            await bot.ReceiveAsync(bot.Message(2, "neighbour", new ChatId(8)));
            clock = store.Clock;
            backup = folder.Copy();
            await EraseAsync(bot);
        }

        File.Copy(folder.File(ErasureLog.Name), backup.File(ErasureLog.Name), overwrite: true);
        using (backup)
        await using (var restored = await SqliteFixture.StartAsync(backup, clock))
        {
            Assert.False(await restored.ContainsAsync(Secret));
            Assert.True(await restored.ContainsAsync("neighbour"));
            var bot = TestBot.Of(restored, Domain.Bots.BotId.Parse("anna"));
            await bot.ClaimLeaseAsync();
            Assert.Empty((await bot.ReceiveAsync(bot.Message(3, Secret) with { At = clock.GetUtcNow().AddHours(-1) })).Chats);
            Assert.True((await bot.LoadAsync()).Erased);
        }
    }

    [Fact]
    public async Task Postgres_ThatIsRestored_ErasesAgain()
    {
        using var folder = new TemporaryFolder();
        await using var store = await PostgresFixture.CreateAsync(("MultiBot:DataFolder", folder.Path));
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.HearAsync(1, "before");
        await EraseAsync(bot);
        Assert.True(File.Exists(folder.File(ErasureLog.Name)));
        // As a restored backup has it: no tombstone, and the person back.
        await PostgresHarness.ExecuteAsync(store.Database, "TRUNCATE multibot.erasures");
        await bot.HearAsync(2, Secret);
        await bot.ReceiveAsync(bot.Message(3, "neighbour", new ChatId(8)));

        await using (var restarted = await store.SecondAsync())
        {
            Assert.False(await restarted.ContainsAsync(Secret));
            Assert.True(await restarted.ContainsAsync("neighbour"));
            Assert.True((await bot.LoadAsync()).Erased);
        }

        Assert.Single(await File.ReadAllLinesAsync(folder.File(ErasureLog.Name), Cancellation));
    }

    [Fact]
    public async Task Log_HoldsNoIdAndSurvivesAHalfWrittenLine()
    {
        using var folder = new TemporaryFolder();
        var clock = new StoreClock();
        var chats = new[] { new ChatId(4_711_001), new ChatId(4_711_002) };
        await using (var store = await SqliteFixture.StartAsync(folder, clock))
        {
            var bot = await TestBot.RegisterAsync(store, "anna");
            await bot.ReceiveAsync(bot.Message(1, chat: chats[0]), bot.Message(2, chat: chats[1]));
            await EraseAsync(bot, chats[0]);
            await File.AppendAllTextAsync(folder.File(ErasureLog.Name), "1 00ab", Cancellation);
            await EraseAsync(bot, chats[1]);
        }

        var text = await File.ReadAllTextAsync(folder.File(ErasureLog.Name), Cancellation);
        Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", text, StringComparison.Ordinal);
        var (notes, damaged) = new ErasureLog(folder.Path).Read();
        Assert.Equal((2, 1), (notes.Count, damaged));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder.File(ErasureLog.Name)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Log_ThatIsLost_IsWrittenAnewFromTheDatabase()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await SqliteFixture.StartAsync(folder))
        {
            var bot = await TestBot.RegisterAsync(store, "anna");
            await bot.HearAsync(1);
            await EraseAsync(bot);
        }

        File.Delete(folder.File(ErasureLog.Name));
        await using var again = await SqliteFixture.StartAsync(folder);

        Assert.Single(await File.ReadAllLinesAsync(folder.File(ErasureLog.Name), Cancellation));
    }

    [Fact]
    public async Task Erasure_ThatCanNotBeNoted_SaysSoAndIsNotedLater()
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteFixture.StartAsync(folder);
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.HearAsync(1, Secret);
        Directory.CreateDirectory(folder.File(ErasureLog.Name));

        await Assert.ThrowsAsync<ErasureNotNotedException>(() => EraseAsync(bot));
        Assert.False(await store.ContainsAsync(Secret));

        Directory.Delete(folder.File(ErasureLog.Name));
        await store.MessageRetention.FinishErasuresAsync(Cancellation);
        Assert.Single(await File.ReadAllLinesAsync(folder.File(ErasureLog.Name), Cancellation));
    }

    [Fact]
    public async Task Rest_ThatAStoppedSiloLeft_IsDeletedLater()
    {
        foreach (var create in new Func<Task<IStoreFixture>>[] { async () => await SqliteFixture.CreateAsync(), async () => await PostgresFixture.CreateAsync() })
        {
            await using var store = await create();
            var bot = await TestBot.RegisterAsync(store, "anna");
            for (var batch = 0; batch < 3; batch++)
                await bot.ReceiveAsync([.. Enumerable.Range(batch * 1000 + 1, 1000).Select(source => bot.Message(source, Secret))]);
            var slice = new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid() };
            Assert.True((await bot.AcceptedAsync(slice)).Rest);

            await store.MessageRetention.FinishErasuresAsync(Cancellation);

            Assert.False(await store.ContainsAsync(Secret));
        }
    }

    private static async Task EraseAsync(TestBot bot, ChatId? chat = null)
    {
        var slice = new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = chat ?? TestBot.Chat, Id = Guid.NewGuid() };
        while ((await bot.AcceptedAsync(slice)).Rest)
        {
        }
    }
}
