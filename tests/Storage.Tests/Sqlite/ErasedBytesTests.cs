using System.Text;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

/// <summary>What is erased is in none of the files: not in free pages, not in the log.</summary>
public sealed class ErasedBytesTests
{
    private const string Secret = "Zwiebelkuchen";
    private const string Name = "Krikelkrakel";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(6000)]
    public async Task Files_AfterAnErasure_HoldNoByteOfIt(int messages)
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        for (var first = 0; first < messages; first += 500)
        {
            await bot.ReceiveAsync([.. Enumerable.Range(first + 1, Math.Min(500, messages - first)).Select(source => Said(bot, source))]);
            await bot.ReceiveAsync([.. Enumerable.Range(first + 1, Math.Min(100, messages - first)).Select(source => bot.Message(source, "neighbour", new ChatId(8)))]);
        }

        await bot.ReceiveAsync(bot.Edit(1, Secret + new string('!', 9000)));
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart($"re: {Secret}", true), new TurnPart(Secret, false)));
        for (var revision = 0; revision < 5; revision++)
        {
            var memory = new ContactMemory { Summary = $"{Secret} {new string((char)('a' + revision), 3000)}" };
            await bot.AcceptedAsync(new MemorySlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = revision, Memory = memory, AnalyzedMessages = 1 });
        }

        Assert.True(Holds(store, Secret));
        await EraseAsync(bot);

        Assert.False(Holds(store, Secret), "A text is still in the files.");
        Assert.False(Holds(store, Name), "The name is still in the files.");
        Assert.True(Holds(store, "neighbour"));
    }

    [Fact]
    public async Task Files_WhileReadersCameAndWent_HoldNoByteOfIt()
    {
        await using var store = await SqliteFixture.CreateAsync();
        var bot = await TestBot.RegisterAsync(store, "anna");
        await bot.ReceiveAsync(Said(bot, 1));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => bot.LoadAsync()));

        await EraseAsync(bot);

        Assert.False(Holds(store, Secret));
    }

    [Fact]
    public async Task Files_OfAnEarlierVersion_AreWipedOnce()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await SqliteFixture.StartAsync(folder))
        {
            var bot = await TestBot.RegisterAsync(store, "anna");
            await bot.ReceiveAsync(Said(bot, 1));
            await store.Get<Storage.Sqlite.Startup.SqliteDatabase>().Open.Writer.RunAsync(Careless, Cancellation);
            Assert.True(Holds(store, Secret));
        }

        await using var again = await SqliteFixture.StartAsync(folder);
        Assert.False(Holds(again, Secret));
    }

    /// <summary>As the versions before deleted: without overwriting.</summary>
    private static int Careless(Storage.Sqlite.Session.SqliteSession session)
    {
        session.Execute("PRAGMA secure_delete = OFF");
        session.Execute("DELETE FROM conversations");
        session.Execute("INSERT INTO traces VALUES (1)");
        return session.Execute("DELETE FROM chats");
    }

    private static Domain.Messages.MessageArrived Said(TestBot bot, long source) => bot.Message(source, $"{Secret} {source}") with { SenderName = Name };

    private static async Task EraseAsync(TestBot bot)
    {
        var slice = new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid() };
        while ((await bot.AcceptedAsync(slice)).Rest)
        {
        }
    }

    private static bool Holds(SqliteFixture store, string text) => Directory.GetFiles(store.Folder.Path)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
