using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class MemoryContract : StoreContract
{
    private static readonly ContactMemory Known = new()
    {
        Facts = [new Fact("interests", "Likes «chess» 🙂", DateTimeOffset.UnixEpoch, MemorySource.Analysis)], Summary = "Kim likes chess.", AnalyzedUpTo = 12,
    };

    [Fact]
    public async Task Memory_WhenStored_IsReadWithItsChatAndAlone()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        Assert.Equal(StoredMemory.None, (await bot.LoadAsync()).Memory);

        Assert.Equal(1, (await bot.AcceptedAsync(Change(bot, basis: 0, Known))).Revision);

        var chat = await bot.LoadAsync();
        Same(new StoredMemory(Known, 1, 5), chat.Memory);
        Same(new StoredMemory(Known, 1, 5), await Store.Queries.ReadMemoryAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation));
        Assert.Equal((1L, 1L), (chat.Version, chat.MessageCount));
        Assert.Equal(StoredMemory.None, (await bot.LoadAsync(chat: new ChatId(8))).Memory);
    }

    [Fact]
    public async Task Memory_OfTwoBotsWithOnePerson_IsApart()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await anna.AcceptedAsync(Change(anna, basis: 0, Known));

        Assert.Equal(StoredMemory.None, (await bert.LoadAsync()).Memory);
    }

    [Fact]
    public async Task Change_FromAnOlderRevision_IsRefusedAndARepeatIsNot()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var first = Change(bot, basis: 0, Known);
        await bot.AcceptedAsync(first);
        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(Change(bot, basis: 0, ContactMemory.Empty)));
        Assert.Equal(1, (await bot.AcceptedAsync(first)).Revision);

        var second = Change(bot, basis: 1, Known with { Summary = "Kim plays well." });
        Assert.Equal(2, (await bot.AcceptedAsync(second)).Revision);
        Assert.Equal(2, (await bot.AcceptedAsync(second)).Revision);
        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(Change(bot, basis: 1, ContactMemory.Empty)));
        Assert.IsType<SliceAnswer<MemoryStored>.Stale>(await bot.CommitAsync(second with { Id = Guid.NewGuid(), Basis = 2, Epoch = bot.Epoch - 1 }));

        Assert.Equal("Kim plays well.", (await bot.LoadAsync()).Memory.Memory.Summary);
    }

    [Fact]
    public async Task Memory_OfASealedBot_CanBeReadByNobodyElse()
    {
        var bot = await TestBot.RegisterAsync(Store, "anna", sealMessages: true);
        await bot.HearAsync(1);
        await bot.AcceptedAsync(Change(bot, basis: 0, Known));

        Same(new StoredMemory(Known, 1, 5), (await bot.LoadAsync()).Memory);
        Assert.False(await Store.ContainsAsync("Kim likes chess."), "What is known of a person lies open in the database.");
    }

    [Fact]
    public async Task Memory_OfAnErasedBot_IsGone()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(Change(bot, basis: 0, Known));

        Assert.True(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));

        Assert.False(await Store.ContainsAsync("Kim likes chess."), "The bot is erased, what it knew of a person is not.");
    }

    [Fact]
    public async Task Lines_BehindAMessage_AreTheSettledOnesInOrder()
    {
        var bot = await BotAsync();
        var first = await bot.HearAsync(1, "one");
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("answer", SendNow: false)));
        await bot.ReceiveAsync(bot.Edit(1, "one, edited"));
        var all = await LinesAsync(bot, after: 0);
        Assert.Equal(["one, edited"], Texts(all));
        Assert.Equal(first, all.UpTo);

        await bot.HearAsync(2, "two");
        await bot.HearAsync(3, "three");
        Assert.Empty((await LinesAsync(bot, first)).Lines);
        Assert.Equal(first, (await LinesAsync(bot, first)).UpTo);

        await bot.AcceptedAsync(await bot.ReplyAsync());
        Assert.Equal(["two", "three"], Texts(await LinesAsync(bot, first)));
        var one = await LinesAsync(bot, first, limit: 1);
        Assert.Equal(["two"], Texts(one));
        Assert.Equal(["three"], Texts(await LinesAsync(bot, one.UpTo)));
        Assert.Equal(Author.Contact, one.Lines[0].By);
    }

    private static MemorySlice Change(TestBot bot, long basis, ContactMemory memory) =>
        new() { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = basis, Memory = memory, AnalyzedMessages = 5 };

    private static IEnumerable<string> Texts(SettledLines lines) => lines.Lines.Select(line => line.Text);

    private static void Same(StoredMemory expected, StoredMemory actual)
    {
        Assert.Equal((expected.Revision, expected.AnalyzedMessages, expected.Memory.Summary, expected.Memory.AnalyzedUpTo), (actual.Revision, actual.AnalyzedMessages, actual.Memory.Summary, actual.Memory.AnalyzedUpTo));
        Assert.Equal(expected.Memory.Facts, actual.Memory.Facts);
    }

    private Task<SettledLines> LinesAsync(TestBot bot, long after, int limit = 50) =>
        Store.Conversations.ReadLinesAsync(new ChatKey(bot.Id, TestBot.Chat), after, limit, Cancellation);
}
