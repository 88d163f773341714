using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Erasing a person, and what comes afterwards: late updates, late answers, the person.</summary>
public abstract class EraseContract : StoreContract
{
    private const string Secret = "Zwiebelkuchen";
    private static readonly ContactMemory Known = new() { Facts = [new Fact("food", $"Likes {Secret}", DateTimeOffset.UnixEpoch, MemorySource.Analysis)], Summary = $"Kim bakes {Secret}." };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erasure_LeavesNeitherTextNorName(bool sealMessages)
    {
        var bot = await BotAsync(sealMessages: sealMessages);
        await FillAsync(bot);
        Assert.True(sealMessages || await Store.ContainsAsync(Secret));
        Assert.True(await Store.ContainsAsync("Kim"));

        var erased = await EraseAsync(bot);

        Assert.True(erased.Found);
        Assert.False(await Store.ContainsAsync(Secret), "A text of the erased person is still in the database.");
        Assert.False(await Store.ContainsAsync("Kim"), "The name of the erased person is still in the database.");
        Assert.Null(await Store.Queries.FindChatAsync(Key(bot), Cancellation));
        Assert.Empty(await bot.MessagesAsync());
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal(StoredMemory.None.Memory, (await Store.Queries.ReadMemoryAsync(Key(bot), Cancellation)).Memory);
        Assert.Equal(0, (await bot.CountersAsync()).Parked);
        Assert.Equal("{}", Assert.Single(await bot.EventsAsync(EventTypes.ChatErased)).Data);
    }

    [Fact]
    public async Task Erasure_TakesBackWhatWaitsAndTellsWhatIsLeaving()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false), new TurnPart("c", false)))).Rows;

        var erased = await EraseAsync(bot);

        Assert.Equal((2, 1), (erased.Cancelled, erased.StillSending));
        Assert.IsType<SliceAnswer<OutcomeRecorded>.Conflict>(await bot.CommitAsync(bot.Outcome(rows[0], OutboxState.Sent)));
        Assert.IsType<SliceAnswer<ClaimAnswer>.Conflict>(await bot.CommitAsync(bot.Claim(rows[1])));
    }

    [Fact]
    public async Task Erasure_OfNobodyKnown_FindsNothingAndWritesNothing()
    {
        var bot = await BotAsync();

        Assert.False((await EraseAsync(bot)).Found);

        Assert.Empty(await bot.EventsAsync(EventTypes.ChatErased));
        Assert.Equal(0, (await bot.LoadAsync()).Version);
    }

    [Fact]
    public async Task Erasure_CommittedAgain_AnswersAlike()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = Erase(bot);
        await bot.AcceptedAsync(slice);

        Assert.True((await bot.AcceptedAsync(slice)).Found);

        Assert.Single(await bot.EventsAsync(EventTypes.ChatErased));
        Assert.False((await EraseAsync(bot)).Found);
    }

    [Fact]
    public async Task Erasure_UnderAnOldEpoch_IsStale()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);

        Assert.IsType<SliceAnswer<Erased>.Stale>(await bot.CommitAsync(Erase(bot) with { Epoch = bot.Epoch - 1 }));

        Assert.Single(await bot.MessagesAsync());
    }

    [Fact]
    public async Task Others_OfTheBotAndOfOtherBots_StayAsTheyAre()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await anna.HearAsync(1);
        await anna.ReceiveAsync(anna.Message(2, "other", chat: new ChatId(8)));
        await bert.HearAsync(1, "to bert");

        await EraseAsync(anna);

        Assert.Equal("other", Assert.Single(await anna.MessagesAsync(new ChatId(8))).Text);
        Assert.Equal("to bert", Assert.Single(await bert.MessagesAsync()).Text);
    }

    [Fact]
    public async Task Updates_DatedBefore_StayDropped()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var (late, repeat, edit) = (bot.Message(2, Secret), bot.Message(1, Secret), bot.Edit(1, Secret));
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await EraseAsync(bot);

        var received = await bot.ReceiveAsync(late, repeat, edit, bot.Edit(2, Secret), new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [1] }, new MessagesDeleted { SourceIds = [1] });
        var inSets = await bot.ReceiveAsync(late with { SourceId = 3 });

        Assert.Equal((0, 0, 0), (received.Stored, received.Chats.Count, inSets.Chats.Count));
        Assert.Null(await Store.Queries.FindChatAsync(Key(bot), Cancellation));
        Assert.False(await Store.ContainsAsync(Secret));
    }

    [Fact]
    public async Task Updates_OfTheVerySecond_AreToldApartByTheirIds()
    {
        var bot = await BotAsync();
        await bot.HearAsync(5);
        await EraseAsync(bot);
        var now = Store.Clock.GetUtcNow();

        var known = await bot.ReceiveAsync(bot.Message(5, Secret) with { At = now });
        var next = await bot.ReceiveAsync(bot.Message(6, "hello again") with { At = now });

        Assert.Empty(known.Chats);
        Assert.Equal("hello again", Assert.Single(next.Chats.Single().Messages).Text);
    }

    [Fact]
    public async Task Person_WhoComesBack_IsNewAndNothingMadeBeforeFits()
    {
        var bot = await BotAsync();
        await FillAsync(bot);
        var before = await bot.LoadAsync();
        var (draft, told) = (await bot.ReplyAsync(new TurnPart(Secret, true)), bot.OperatorTurn(Secret));
        var first = Learn(bot, before.Memory.Revision);
        await EraseAsync(bot);
        var erased = await bot.LoadAsync();

        Assert.True(erased is { Erased: true, Mode: ChatMode.Persona, ContactName: null, MessageCount: 0, History: [], Unanswered: [], Open: [] });
        Assert.True(erased.Version > before.Version && erased.Memory.Revision > before.Memory.Revision);
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(draft));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(told));
        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(first));
        Assert.False(await Store.ContainsAsync(Secret));

        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await bot.HearAsync(100, "hello");
        var back = await bot.LoadAsync();

        Assert.Equal(("hello", 1L, false), (back.Unanswered.Single().Text, back.MessageCount, back.Erased));
        Assert.True(back.Version > erased.Version && back.Turn >= before.Turn);
        Assert.Empty(back.History);
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(draft));
        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(first));
        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(Learn(bot, 0)));
        await bot.AcceptedAsync(Learn(bot, back.Memory.Revision));
        Assert.True((await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("hi", true)))).Turn > before.Turn);
        Assert.Empty((await bot.ReceiveAsync(bot.Message(50, Secret) with { At = Store.Clock.GetUtcNow().AddHours(-1) })).Chats);
    }

    [Fact]
    public async Task FirstAnalysis_ThatEndsAfterTheErasure_IsNotKept()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var analysis = Learn(bot, basis: 0);
        await EraseAsync(bot);

        Assert.IsType<SliceAnswer<MemoryStored>.Conflict>(await bot.CommitAsync(analysis));

        Assert.False(await Store.ContainsAsync(Secret));
    }

    [Fact]
    public async Task SecondErasure_GoesOnCounting()
    {
        var bot = await BotAsync();
        long version = 0;
        for (var round = 1; round <= 3; round++)
        {
            await bot.HearAsync(round * 10);
            await EraseAsync(bot);
            var now = (await bot.LoadAsync()).Version;
            Assert.True(now > version + 1);
            version = now;
            Store.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task LongChat_IsErasedInChunksOfWhichNothingIsReadMeanwhile()
    {
        var bot = await BotAsync();
        await FillManyAsync(bot);
        var slice = Erase(bot);

        var first = await bot.AcceptedAsync(slice);

        Assert.True(first.Rest);
        Assert.Null(await Store.Queries.FindChatAsync(Key(bot), Cancellation));
        Assert.True(await bot.LoadAsync() is { Erased: true, History: [], Unanswered: [] });
        Assert.Empty(await bot.MessagesAsync());
        Assert.Empty((await Store.Conversations.ReadLinesAsync(Key(bot), 0, 10, Cancellation)).Lines);
        while ((await bot.AcceptedAsync(slice)).Rest)
        {
        }

        Assert.False(await Store.ContainsAsync(Secret));
    }

    [Fact]
    public async Task Person_WhoComesBackBeforeTheLastChunk_FindsNothingOfBefore()
    {
        var bot = await BotAsync();
        await FillManyAsync(bot);
        Assert.True((await bot.AcceptedAsync(Erase(bot))).Rest);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));

        await bot.HearAsync(100_000, "hello");

        Assert.False(await Store.ContainsAsync(Secret));
        Assert.Equal("hello", Assert.Single(await bot.MessagesAsync()).Text);
    }

    [Fact]
    public async Task Erasure_CommittedAgainOnceThePersonCameBack_LeavesWhatIsNew()
    {
        var bot = await BotAsync();
        await FillManyAsync(bot);
        var slice = Erase(bot);
        Assert.True((await bot.AcceptedAsync(slice)).Rest);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await bot.HearAsync(100_000, "hello");

        var again = await bot.AcceptedAsync(slice);

        Assert.True(again is { Found: true, Rest: false });
        Assert.Equal("hello", Assert.Single(await bot.MessagesAsync()).Text);
        Assert.Equal("hello", Assert.Single((await bot.LoadAsync()).Unanswered).Text);
    }

    protected static EraseSlice Erase(TestBot bot, ChatId? chat = null) => new() { Bot = bot.Id, Epoch = bot.Epoch, Chat = chat ?? TestBot.Chat, Id = Guid.NewGuid() };

    protected static async Task<Erased> EraseAsync(TestBot bot)
    {
        var slice = Erase(bot);
        var first = await bot.AcceptedAsync(slice);
        for (var next = first; next.Rest;) next = await bot.AcceptedAsync(slice);
        return first;
    }

    /// <summary>A row in every table that may hold something of a person.</summary>
    private async Task FillAsync(TestBot bot)
    {
        await bot.HearAsync(1, Secret);
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart($"re: {Secret}", true), new TurnPart("and more", false)));
        await bot.ReceiveAsync(bot.Edit(1, $"{Secret}!"), bot.Message(3, Secret, unreadable: "message.unstorable"), bot.Edit(77, Secret));
        await bot.HearAsync(4, Secret);
        await bot.ParkAsync();
        await bot.AcceptedAsync(Learn(bot, 0));
        await bot.HearAsync(5, Secret);
    }

    private static async Task FillManyAsync(TestBot bot)
    {
        for (var batch = 0; batch < 3; batch++)
            await bot.ReceiveAsync([.. Enumerable.Range(batch * 1000 + 1, 1000).Select(source => bot.Message(source, Secret))]);
    }

    private static MemorySlice Learn(TestBot bot, long basis) =>
        new() { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = basis, Memory = Known, AnalyzedMessages = 5 };

    private static ChatKey Key(TestBot bot) => new(bot.Id, TestBot.Chat);
}
