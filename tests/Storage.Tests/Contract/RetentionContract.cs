using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Messages that are kept for some days only.</summary>
public abstract class RetentionContract : StoreContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task OldMessages_GoAndWhatIsYoungOrWaitsStays()
    {
        var bot = await RetainingAsync(days: 30);
        await bot.AnswerAsync(1, "an old answer");
        await bot.ReceiveAsync(bot.Edit(1, "an old edit"));
        var parked = await bot.HearAsync(2, "parked");
        await bot.ParkAsync();
        var waiting = await bot.HearAsync(3, "waiting");
        var open = (await bot.AcceptedAsync(bot.OperatorTurn("still to be sent"))).Rows.Single();
        Store.Clock.Advance(TimeSpan.FromDays(31));
        await bot.ReceiveAsync(bot.Message(4, "young"));

        await ForgetAsync();
        // An edit goes after its message.
        await ForgetAsync();

        Assert.Equal([parked, waiting, open.Id], (await bot.MessagesAsync()).Take(3).Select(message => message.Id));
        Assert.Equal(["parked", "waiting", "still to be sent", "young"], (await bot.MessagesAsync()).Select(message => message.Text));
        Assert.False(await Store.ContainsAsync("an old"));
        Assert.Equal(2, (await bot.LoadAsync()).Unanswered.Count);
    }

    [Fact]
    public async Task Facts_OfThePerson_Stay()
    {
        var bot = await RetainingAsync(days: 1);
        await bot.AnswerAsync(1, "old");
        var memory = new ContactMemory { Summary = "They like chess." };
        await bot.AcceptedAsync(new MemorySlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = 0, Memory = memory, AnalyzedMessages = 2 });
        var before = await bot.LoadAsync();
        Store.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(2, await ForgetAsync());

        var after = await bot.LoadAsync();
        Assert.Equal((before.Version, before.Turn, before.MessageCount, "They like chess."), (after.Version, after.Turn, after.MessageCount, after.Memory.Memory.Summary));
        Assert.Empty(after.History);
    }

    [Fact]
    public async Task Bot_ThatKeepsEverything_LosesNothing()
    {
        var (keeping, forgetting) = (await BotAsync("keeping"), await RetainingAsync(days: 1));
        await keeping.AnswerAsync(1, "kept");
        await forgetting.AnswerAsync(1, "forgotten");
        Store.Clock.Advance(TimeSpan.FromDays(400));

        await ForgetAsync();

        Assert.Equal(2, (await keeping.MessagesAsync()).Length);
        Assert.Empty(await forgetting.MessagesAsync());
    }

    [Fact]
    public async Task ManyOldMessages_OfSeveralChats_GoInChunks()
    {
        var bot = await RetainingAsync(days: 1);
        for (var chat = 1; chat <= 3; chat++)
        {
            for (var batch = 0; batch < 2; batch++)
                await bot.ReceiveAsync([.. Enumerable.Range(chat * 10_000 + batch * 800, 800).Select(source => bot.Message(source, chat: new(chat)))]);
            await bot.AcceptedAsync(new ModeSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = new(chat), Command = Domain.Chats.ModeCommand.OptOut });
        }

        Store.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(3 * 1600, await ForgetAsync());
        Assert.Equal(0, await ForgetAsync());
    }

    [Fact]
    public async Task Edits_OfAMessageThatWentGoWithTime()
    {
        var bot = await RetainingAsync(days: 1);
        await bot.AnswerAsync(1, "answer");
        await bot.ReceiveAsync(bot.Edit(1, "an old edit"));
        Store.Clock.Advance(TimeSpan.FromDays(2));

        await ForgetAsync();
        await ForgetAsync();

        Assert.False(await Store.ContainsAsync("an old edit"));
    }

    /// <summary>Nobody settles what waits for a bot that does not run.</summary>
    [Fact]
    public async Task Drafts_ThatCanNotBeApprovedAnyMore_Go()
    {
        var bot = await RetainingAsync(days: 1);
        await DraftAsync(bot, chat: 1, "expired words", expiresIn: TimeSpan.FromHours(1));
        await DraftAsync(bot, chat: 2, "overtaken words", expiresIn: null);
        await bot.ReceiveAsync(bot.Message(900, chat: new(2)));
        var waits = await DraftAsync(bot, chat: 3, "waiting words", expiresIn: null);
        Store.Clock.Advance(TimeSpan.FromHours(2));
        await ForgetAsync();
        Assert.True(await Store.ContainsAsync("expired words"));
        Store.Clock.Advance(TimeSpan.FromDays(2));

        await ForgetAsync();

        Assert.False(await Store.ContainsAsync("expired words"));
        Assert.False(await Store.ContainsAsync("overtaken words"));
        Assert.Equal("waiting words", (await Store.Conversations.ReadDraftAsync(new(bot.Id, new(3)), waits, Cancellation))!.Text);
    }

    [Fact]
    public async Task Arrangements_ForAMomentLongAgo_Go()
    {
        var bot = await RetainingAsync(days: 1);
        await ArrangeAsync(bot, chat: 1, "an old secret", dueIn: TimeSpan.FromHours(1));
        await ArrangeAsync(bot, chat: 2, "still to come", dueIn: TimeSpan.FromDays(9));
        Store.Clock.Advance(TimeSpan.FromDays(2));

        await ForgetAsync();

        Assert.False(await Store.ContainsAsync("an old secret"));
        var (old, young) = ((await bot.LoadAsync(chat: new(1))).Initiative, (await bot.LoadAsync(chat: new(2))).Initiative);
        Assert.Equal((null, 2L), (old.Pending, old.Revision));
        Assert.Equal(("still to come", 1L), (young.Pending!.About, young.Revision));
        Assert.Contains(new Domain.Chats.ChatId(1), await Store.Conversations.ReadUnplannedAsync(bot.Id, 10, Cancellation));
    }

    private async Task<long> DraftAsync(TestBot bot, long chat, string text, TimeSpan? expiresIn)
    {
        await bot.ReceiveAsync(bot.Message(chat, chat: new(chat)));
        var stands = await bot.LoadAsync(chat: new(chat));
        return (await bot.AcceptedAsync(new DraftSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = new(chat), Id = Guid.NewGuid(), Basis = new TurnBasis(stands.Version, stands.Turn), Text = text,
            ExpiresAt = expiresIn is { } some ? Store.Clock.GetUtcNow() + some : null, Decision = new Decision { Kind = DecisionKind.Drafted, Reason = "reply.written" },
        })).Id;
    }

    private async Task ArrangeAsync(TestBot bot, long chat, string about, TimeSpan dueIn)
    {
        await bot.ReceiveAsync(bot.Message(chat, chat: new(chat), intent: Domain.Messages.Intent.OptOut));
        var stands = await bot.LoadAsync(chat: new(chat));
        var (now, basis) = (Store.Clock.GetUtcNow(), new TurnBasis(stands.Version, stands.Turn));
        await bot.AcceptedAsync(new InitiativeSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = new(chat), Id = Guid.NewGuid(), Revision = 0, For = basis,
            Pending = new PendingAction { Kind = AutonomyKind.Arranged, DueAt = now + dueIn, PlannedAt = now, Basis = basis, About = about },
            Decision = new Decision { Kind = DecisionKind.Planned, Reason = "autonomy.arranged" },
        });
    }

    private async Task<long> ForgetAsync()
    {
        Store.Clock.Advance(Hour);
        return await Store.MessageRetention.ForgetMessagesAsync(Hour, Cancellation);
    }

    private async Task<TestBot> RetainingAsync(int days)
    {
        var bot = await BotAsync("forgetful");
        var config = TestBot.Config("forgetful");
        Assert.NotNull(await Store.Bots.ReplaceAsync(config with { DataIsolation = config.DataIsolation with { RetentionDays = days } }, "{}", newAccount: false, null, Cancellation));
        return bot;
    }
}
