using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What the account's owner types on another device, and how long that keeps the persona silent.</summary>
public abstract class OwnerContract : StoreContract
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    private DateTimeOffset Now => Store.Clock.GetUtcNow();

    [Fact]
    public async Task Words_OfTheOwner_StandAmongOursAsAnOperatorsAndAreKnownToTheModel()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "hello");

        await OwnerAsync(bot, 500, "it is me");

        var stored = (await bot.MessagesAsync())[^1];
        Assert.Equal((true, "it is me", (OutboxState?)OutboxState.Sent, Author.Operator), (stored.Outgoing, stored.Text, stored.Outbox, stored.By));
        Assert.Equal(Now.AddSeconds(-1), stored.At);
        var chat = await bot.LoadAsync();
        Assert.Equal(["message 1", "hello", "it is me"], chat.History.Select(line => line.Text));
        Assert.Equal((Author.Operator, 3L, 0), (chat.History[^1].By, chat.MessageCount, chat.Open.Count));
        Assert.Equal((1L, 1L), ((await bot.CountersAsync()).Received, (await bot.CountersAsync()).Sent));
    }

    [Fact]
    public async Task Persona_OnceTheOwnerWrote_IsSilentForAWhileAndWhatItWasAboutToSayIsCancelled()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)))).Rows;
        var before = await bot.LoadAsync();

        var advance = (await OwnerAsync(bot, 500)).Chats.Single();

        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Human, (DateTimeOffset?)(Now + HalfAnHour)), (chat.Mode, chat.HumanUntil));
        Assert.Equal((before.Version, chat.Version, true), (advance.FromVersion, advance.Version, advance.Reload));
        Assert.True(chat.Version > before.Version);
        Assert.Equal([rows[0].Id], chat.Open.Select(row => row.Id));
        Assert.Equal(((OutboxState?)OutboxState.Cancelled, (string?)"chat.mode"), ((await bot.StoredAsync(rows[1].Id)).Outbox, (await bot.StoredAsync(rows[1].Id)).Code));
        Assert.Equal("""{"mode":"human","command":"ownerWrote"}""", (await bot.EventsAsync(EventTypes.ChatModeChanged)).Single().Data);
        Assert.Equal(Now + HalfAnHour, (await Store.Queries.FindChatAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation))!.HumanUntil);
    }

    [Fact]
    public async Task Draft_ThatWaits_IsOvertakenByTheOwner()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var chat = await bot.LoadAsync();
        await bot.AcceptedAsync(new DraftSlice
        {
            Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = new TurnBasis(chat.Version, chat.Turn), Text = "a draft",
            Decision = new Decision { Kind = DecisionKind.Drafted, Reason = "reply.written" },
        });

        await OwnerAsync(bot, 500);

        var draft = (await bot.LoadAsync()).Draft!;
        Assert.Equal(DraftState.Superseded, (await Store.Conversations.ReadDraftAsync(new ChatKey(bot.Id, TestBot.Chat), draft.Id, Cancellation))!.State);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task End_IsMovedOnByEachMessageAndNotByOneThatComesAgain()
    {
        var bot = await BotAsync();
        await OwnerAsync(bot, 500);
        Store.Clock.Advance(TimeSpan.FromMinutes(10));

        await OwnerAsync(bot, 501);
        var moved = await bot.LoadAsync();
        Store.Clock.Advance(TimeSpan.FromMinutes(10));
        var again = (await OwnerAsync(bot, 501)).Chats.Single();

        Assert.Equal(Now - TimeSpan.FromMinutes(10) + HalfAnHour, moved.HumanUntil);
        Assert.Equal((moved.Version, moved.Version, true), (again.FromVersion, again.Version, again.Reload));
        Assert.Equal(moved.HumanUntil, (await bot.LoadAsync()).HumanUntil);
        Assert.Equal(2, (await bot.MessagesAsync()).Length);
        Assert.Single(await bot.EventsAsync(EventTypes.ChatModeChanged));
    }

    [Fact]
    public async Task Message_ThatComesAgainAfterTheHandBack_TakesNothingOver()
    {
        var bot = await BotAsync();
        await OwnerAsync(bot, 500);
        await bot.AcceptedAsync(bot.Mode(ModeCommand.HandBack));

        await OwnerAsync(bot, 500);

        Assert.Equal((ChatMode.Persona, null), ((await bot.LoadAsync()).Mode, (await bot.LoadAsync()).HumanUntil));
    }

    [Fact]
    public async Task SendOfOurs_ThatComesBack_IsNotTheOwners()
    {
        var bot = await BotAsync();
        var row = await bot.AnswerAsync(1, "hello");

        var received = await OwnerAsync(bot, 9000 + row.Id, "hello");

        Assert.Empty(received.Chats);
        Assert.Equal((ChatMode.Persona, 2), ((await bot.LoadAsync()).Mode, (await bot.MessagesAsync()).Length));
    }

    [Fact]
    public async Task End_ThatHasCome_HandsTheChatBackAndOldMessagesStayWithTheHuman()
    {
        var bot = await BotAsync();
        await OwnerAsync(bot, 500);
        var old = await bot.HearAsync(1);
        Assert.False((await bot.AcceptedAsync(bot.Mode(ModeCommand.Expire))).Accepted);
        Store.Clock.Advance(HalfAnHour - TimeSpan.FromMilliseconds(1));
        Assert.False((await bot.AcceptedAsync(bot.Mode(ModeCommand.Expire))).Accepted);
        Store.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Contains(TestBot.Chat, await bot.UnfinishedAsync());

        Assert.True((await bot.AcceptedAsync(bot.Mode(ModeCommand.Expire))).Accepted);

        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Persona, null, 0), (chat.Mode, chat.HumanUntil, chat.Unanswered.Count));
        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(old)).Inbox);
        Assert.Equal("""{"mode":"persona","command":"expire"}""", (await bot.EventsAsync(EventTypes.ChatModeChanged))[^1].Data);
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.False((await bot.AcceptedAsync(bot.Mode(ModeCommand.Expire))).Accepted);
    }

    [Fact]
    public async Task Chat_WithNothingUnanswered_IsFoundOnceItsEndHasComeAndNotBefore()
    {
        var bot = await BotAsync();
        await OwnerAsync(bot, 500);
        Assert.Empty(await bot.UnfinishedAsync());

        Store.Clock.Advance(HalfAnHour);

        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Operator_WhoHasTheChat_KeepsItWhateverTheOwnerTypes()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));

        await OwnerAsync(bot, 500);

        Assert.Equal((ChatMode.Human, null), ((await bot.LoadAsync()).Mode, (await bot.LoadAsync()).HumanUntil));
        Assert.Single(await bot.MessagesAsync());
    }

    [Fact]
    public async Task Operator_WhoTakesOverFromTheOwner_HasNoEnd()
    {
        var bot = await BotAsync();
        await OwnerAsync(bot, 500);
        var before = (await bot.LoadAsync()).Version;

        Assert.Equal(before + 1, (await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver))).Version);
        Store.Clock.Advance(HalfAnHour * 2);

        Assert.False((await bot.AcceptedAsync(bot.Mode(ModeCommand.Expire))).Accepted);
        Assert.Equal((ChatMode.Human, null), ((await bot.LoadAsync()).Mode, (await bot.LoadAsync()).HumanUntil));
        Assert.Equal("""{"mode":"human","command":"takeOver"}""", (await bot.EventsAsync(EventTypes.ChatModeChanged))[^1].Data);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Theory]
    [InlineData("Pause", "Paused")]
    [InlineData("OptOut", "OptedOut")]
    [InlineData("Block", "Blocked")]
    public async Task Mode_ThatKeepsThePersonaSilentAnyway_Stays(string command, string mode)
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(Enum.Parse<ModeCommand>(command)));

        await OwnerAsync(bot, 500);

        var chat = await bot.LoadAsync();
        Assert.Equal((Enum.Parse<ChatMode>(mode), null), (chat.Mode, chat.HumanUntil));
        Assert.Equal(["owner 500"], chat.History.Select(line => line.Text));
    }

    [Fact]
    public async Task Persona_OfABotThatWantsIt_GoesOnWhateverTheOwnerTypes()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", false)))).Rows.Single();

        await bot.AcceptedAsync(bot.Batch(Owner(bot, 500)) with { OwnerTakesOver = TimeSpan.Zero });

        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Persona, null, 2L), (chat.Mode, chat.HumanUntil, chat.Version));
        Assert.Equal([row.Id], chat.Open.Select(open => open.Id));
        Assert.Contains("owner 500", chat.History.Select(line => line.Text));
        Assert.Empty(await bot.EventsAsync(EventTypes.ChatModeChanged));
    }

    [Fact]
    public async Task Owner_WhoWritesFirst_BeginsTheChat()
    {
        var bot = await BotAsync();

        await OwnerAsync(bot, 500);

        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Human, 2L), (chat.Mode, chat.Version));
        Assert.Equal(["owner 500"], chat.History.Select(line => line.Text));
    }

    [Fact]
    public async Task Edit_OfTheOwnersWordsOrOurs_ShowsAndTakesNothingOver()
    {
        var bot = await BotAsync();
        var row = await bot.AnswerAsync(1, "hello");
        await bot.AcceptedAsync(bot.Batch(Owner(bot, 500)) with { OwnerTakesOver = TimeSpan.Zero });
        var before = (await bot.LoadAsync()).Version;

        await OwnerAsync(bot, 500, "better", edited: 2);
        await OwnerAsync(bot, 500, "late and old", edited: 1);
        await OwnerAsync(bot, 500, "better", edited: 2);
        await OwnerAsync(bot, 9000 + row.Id, "hello there", edited: 1);
        Assert.Empty((await OwnerAsync(bot, 777, "of nothing", edited: 1)).Chats);

        var chat = await bot.LoadAsync();
        Assert.Equal(["message 1", "hello there", "better"], chat.History.Select(line => line.Text));
        Assert.Equal((ChatMode.Persona, before + 3), (chat.Mode, chat.Version));
        var stored = await bot.MessagesAsync();
        Assert.Equal((3, "better", true), (stored.Length, stored[^1].Text, stored[^1].EditedAt is not null));
    }

    [Fact]
    public async Task Words_ThatTheOwnerDeletes_AreGoneFromTheHistory()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "hello");
        await OwnerAsync(bot, 500);
        await OwnerAsync(bot, 501);
        var before = (await bot.LoadAsync()).Version;

        await bot.ReceiveAsync(new MessagesDeleted { SourceIds = [500] });
        await bot.ReceiveAsync(new MessagesDeleted { SourceIds = [500] });
        await bot.ReceiveAsync(new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [501] });

        var chat = await bot.LoadAsync();
        Assert.Equal(["message 1", "hello"], chat.History.Select(line => line.Text));
        Assert.Equal((before + 2, ChatMode.Human), (chat.Version, chat.Mode));
    }

    [Fact]
    public async Task Erasure_TakesTheOwnersWordsAndWhatComesAgainOfThemIsDropped()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var typed = Owner(bot, 500);
        await bot.AcceptedAsync(bot.Batch(typed) with { OwnerTakesOver = HalfAnHour });
        var inThatSecond = Owner(bot, 501) with { At = Now };
        await bot.AcceptedAsync(bot.Batch(inThatSecond) with { OwnerTakesOver = HalfAnHour });
        await bot.AcceptedAsync(new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid() });

        Assert.Empty((await bot.AcceptedAsync(bot.Batch(typed, inThatSecond) with { OwnerTakesOver = HalfAnHour })).Chats);

        Assert.True((await bot.LoadAsync()).Erased);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Words_OfABotThatSeals_AreSealed()
    {
        var bot = await BotAsync("sealed", sealMessages: true);

        await OwnerAsync(bot, 500, "only for her eyes");
        await OwnerAsync(bot, 500, "only for her ears", edited: 1);

        Assert.False(await Store.ContainsAsync("only for her"));
        Assert.Equal("only for her ears", (await bot.MessagesAsync()).Single().Text);
    }

    [Fact]
    public async Task Batch_WithWordsOfBoth_IsTakenInItsOrder()
    {
        var bot = await BotAsync();

        var received = await bot.AcceptedAsync(bot.Batch(bot.Message(1), Owner(bot, 500), bot.Message(2)) with { OwnerTakesOver = HalfAnHour });

        Assert.Equal((2, true), (received.Stored, received.Chats.Single().Reload));
        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Human, 2), (chat.Mode, chat.Unanswered.Count));
        Assert.Equal(["message 1", "owner 500", "message 2"], (await bot.MessagesAsync()).Select(message => message.Text));
    }

    private OwnerWrote Owner(TestBot bot, long source, string? text = null, int? edited = null) => new()
    {
        Chat = TestBot.Chat, SourceId = source, Text = text ?? $"owner {source}", At = bot.Message(1).At, EditedAt = edited is { } second ? Now.AddSeconds(second) : null,
    };

    private Task<Received> OwnerAsync(TestBot bot, long source, string? text = null, int? edited = null) =>
        bot.AcceptedAsync(bot.Batch(Owner(bot, source, text, edited)) with { OwnerTakesOver = HalfAnHour });
}
