using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Events;
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
    public async Task Card_OfAPerson_IsKeptBesideTheMemoryAndByAnalyses()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var key = new ChatKey(bot.Id, TestBot.Chat);
        Assert.Equal((0L, 0), ((await Store.Queries.ReadContactAsync(key, Cancellation)).Memory.Revision, (await Store.Queries.ReadContactAsync(key, Cancellation)).Tags.Length));

        var card = new ContactCard { Name = new("Kim the Great"), Tags = new(["vip", "früh"]), Notes = new("Owes us «money» 🙂") };
        var edit = Change(bot, basis: 0, Known) with { Card = card };
        Assert.Equal(1, (await bot.AcceptedAsync(edit)).Revision);
        Assert.Equal(1, (await bot.AcceptedAsync(edit)).Revision);
        await bot.AcceptedAsync(Change(bot, basis: 1, Known with { Summary = "Kim plays well." }));

        var contact = await Store.Queries.ReadContactAsync(key, Cancellation);
        Assert.Equal((2L, "Kim plays well.", "Owes us «money» 🙂"), (contact.Memory.Revision, contact.Memory.Memory.Summary, contact.Notes));
        Assert.Equal(["vip", "früh"], contact.Tags);
        Assert.Equal("Kim the Great", (await bot.LoadAsync()).ContactName);
        Assert.Equal("""{"revision":1}""", (await bot.EventsAsync(EventTypes.ContactChanged)).Single().Data);

        await bot.AcceptedAsync(Change(bot, basis: 2, Known) with { Card = new ContactCard { Tags = new([]), Notes = new(null) } });
        contact = await Store.Queries.ReadContactAsync(key, Cancellation);
        Assert.Equal((0, null), (contact.Tags.Length, contact.Notes));
        Assert.Equal("Kim the Great", (await bot.LoadAsync()).ContactName);

        await bot.AcceptedAsync(Change(bot, basis: 3, Known) with { Card = new ContactCard { Name = new(null) } });
        Assert.NotEqual("Kim the Great", (await bot.LoadAsync()).ContactName);
    }

    [Fact]
    public async Task Chats_WithATag_AreListedPageByPage()
    {
        var bot = await BotAsync();
        foreach (var id in new long[] { 5, 6, 7, 8 })
        {
            await bot.ReceiveAsync(bot.Message(id, "hi", chat: new ChatId(id)));
            var tags = id == 6 ? (string[])["plain"] : ["früh", "vip"];
            await bot.AcceptedAsync(Change(bot, basis: 0, Known) with { Chat = new ChatId(id), Card = new ContactCard { Name = new($"N{id}"), Tags = new(tags) } });
        }

        var first = await Store.Queries.ListChatsAsync(bot.Id, "früh", null, 2, Cancellation);
        var second = await Store.Queries.ListChatsAsync(bot.Id, "früh", first.Next, 2, Cancellation);

        Assert.Equal(["N5", "N7", "N8"], first.Items.Concat(second.Items).Select(chat => chat.Name!));
        Assert.Null(second.Next);
        Assert.Equal(["früh", "vip"], first.Items[0].Tags);
        Assert.Equal(4, (await Store.Queries.ListChatsAsync(bot.Id, null, null, 9, Cancellation)).Items.Length);
        Assert.Empty((await Store.Queries.ListChatsAsync(bot.Id, "vi", null, 9, Cancellation)).Items);
        Assert.Equal(["plain"], (await Store.Queries.FindChatAsync(new ChatKey(bot.Id, new ChatId(6)), Cancellation))!.Tags);
        var contacts = await Store.Queries.ReadContactsAsync(bot.Id, [new ChatId(5), new ChatId(6), new ChatId(99)], Cancellation);
        Assert.Equal([5, 6], contacts.Keys.Select(chat => chat.Value).Order());
        Assert.Equal(["plain"], contacts[new ChatId(6)].Tags);
        Assert.Equal(1, contacts[new ChatId(6)].Memory.Revision);
    }

    [Fact]
    public async Task Notes_OfASealedBot_CanBeReadByNobodyElse()
    {
        var bot = await TestBot.RegisterAsync(Store, "anna", sealMessages: true);
        await bot.HearAsync(1);
        await bot.AcceptedAsync(Change(bot, basis: 0, Known) with { Card = new ContactCard { Notes = new("owes us money") } });

        Assert.Equal("owes us money", (await Store.Queries.ReadContactAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation)).Notes);
        Assert.False(await Store.ContainsAsync("owes us money"), "Notes lie open in the database.");
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
