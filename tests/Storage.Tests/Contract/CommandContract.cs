using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Commands of a bot's admin among the messages, formatted answers, and names that an admin gave.</summary>
public abstract class CommandContract : StoreContract
{
    private static readonly TextEntity[] Marks =
    [
        new() { Kind = TextEntityKind.Bold, Offset = 0, Length = 4 }, new() { Kind = TextEntityKind.Code, Offset = 5, Length = 40_000 },
    ];

    [Fact]
    public async Task Command_WaitsBesideTheWatermarkAndIsNoneOfWhatWasSaid()
    {
        var bot = await BotAsync();
        var received = await bot.ReceiveAsync(bot.Message(1, "before"), Command(bot, 2), bot.Message(3, "after"));
        var advance = Assert.Single(received.Chats);
        Assert.Equal([false, true, false], advance.Messages.Select(message => message.Command));
        Assert.Equal((3L, 3, false), (advance.Version, received.Stored, advance.Reload));
        Assert.Equal(advance.Messages, (await bot.LoadAsync()).Unanswered);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());

        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("to both", SendNow: false)) with { AnsweredUpTo = advance.Messages[2].Id });
        Assert.Equal([advance.Messages[1]], (await bot.LoadAsync()).Unanswered);

        await bot.AcceptedAsync(Answer(bot, advance.Messages[1].Id, "done"));
        var chat = await bot.LoadAsync();
        Assert.Empty(chat.Unanswered);
        Assert.Equal(["before", "after"], chat.History.Where(line => line.By is Author.Contact).Select(line => line.Text));
        Assert.Equal(["before", "after"], (await Store.Conversations.ReadLinesAsync(new ChatKey(bot.Id, TestBot.Chat), 0, 100, Cancellation)).Lines.Select(line => line.Text));
        var item = await bot.StoredAsync(advance.Messages[1].Id);
        Assert.Equal((Author.Contact, (InboxState?)InboxState.Answered, "!command 2"), (item.By, item.Inbox, item.Text));
        Assert.Equal(0, (await bot.CountersAsync()).Parked);
        Assert.Empty((await Store.Queries.ListParkedAsync(bot.Id, null, 10, Cancellation)).Items);
    }

    [Fact]
    public async Task Command_ThatComesAgain_IsStoredOnceAndToldWhileItWaits()
    {
        var bot = await BotAsync();
        var slice = bot.Batch(Command(bot, 1));
        var first = (await bot.AcceptedAsync(slice)).Chats.Single().Messages.Single();

        var again = await bot.AcceptedAsync(slice);
        Assert.Equal((0, first), (again.Stored, again.Chats.Single().Messages.Single()));

        await bot.AcceptedAsync(Answer(bot, first.Id, "done"));
        Assert.Empty((await bot.AcceptedAsync(slice)).Chats.Single().Messages);
        Assert.Single((await bot.LoadAsync()).Open);
    }

    [Theory]
    [InlineData(ModeCommand.TakeOver, ModeCommand.HandBack)]
    [InlineData(ModeCommand.OptOut, ModeCommand.OptIn)]
    [InlineData(ModeCommand.Block, ModeCommand.Unblock)]
    public async Task Command_IsForgottenByNobody(ModeCommand first, ModeCommand second)
    {
        var bot = await BotAsync();
        await bot.ParkAndRequeueAsync(await bot.HearAsync(1));
        await bot.ReceiveAsync(Command(bot, 2), bot.Message(3));

        await bot.AcceptedAsync(bot.Mode(first));
        await bot.AcceptedAsync(bot.Mode(second));

        var waiting = Assert.Single((await bot.LoadAsync()).Unanswered, message => message.Command);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
        await bot.AcceptedAsync(Answer(bot, waiting.Id, "done"));
        foreach (var row in (await bot.LoadAsync()).Open) await bot.AcceptedAsync(bot.Outcome((await bot.AcceptedAsync(bot.Claim(row))).Row, OutboxState.Sent));
        Assert.Empty((await bot.LoadAsync()).Unanswered);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Command_EditedOrDeletedBeforeItIsCarriedOut_ShowsAsItIsNow()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(Command(bot, 1), Command(bot, 2));

        await bot.ReceiveAsync(bot.Edit(1, "!other"), new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [2] });

        var waiting = Assert.Single((await bot.LoadAsync()).Unanswered);
        Assert.Equal(("!other", true), (waiting.Text, waiting.Command));
    }

    [Fact]
    public async Task Command_AmongMessagesWhoseReplyCameTooLate_StaysAnswered()
    {
        var bot = await BotAsync();
        var messages = (await bot.ReceiveAsync(bot.Message(1), Command(bot, 2), bot.Message(3))).Chats.Single().Messages;
        await bot.AcceptedAsync(Answer(bot, messages[1].Id, "done"));
        var late = await bot.ReplyAsync(new TurnPart("too late", SendNow: false)) with { ExpiresAt = Store.Clock.GetUtcNow().AddMinutes(1) };
        var row = (await bot.AcceptedAsync(late)).Rows.Single();
        Store.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(StorageCodes.ReplyTooOld, (await bot.AcceptedAsync(bot.Claim(row))).Refused);

        Assert.Equal(
            [InboxState.Overdue, InboxState.Answered, InboxState.Overdue], (await bot.MessagesAsync()).Where(message => !message.Outgoing).Select(message => message.Inbox!.Value));
    }

    [Fact]
    public async Task Answer_StoredAgain_IsTheSameEvenBehindOtherTurns()
    {
        var bot = await BotAsync();
        var command = (await bot.ReceiveAsync(Command(bot, 1))).Chats.Single().Messages.Single();
        var answer = Answer(bot, command.Id, "done");
        var first = await bot.AcceptedAsync(answer);
        await bot.AcceptedAsync(bot.OperatorTurn("between"));

        var again = await bot.AcceptedAsync(answer);

        Assert.Equal(first.Turn, again.Turn);
        Assert.Equal(2, (await bot.LoadAsync()).Open.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entities_AreKeptFromTheTurnToItsEnd(bool sealMessages)
    {
        var bot = await BotAsync(sealMessages: sealMessages);
        var command = (await bot.ReceiveAsync(Command(bot, 1))).Chats.Single().Messages.Single();

        var row = (await bot.AcceptedAsync(Answer(bot, command.Id, "text"))).Rows.Single();
        Assert.Equal(("text", Author.Notice), (row.Text, row.By));
        Assert.Equal(Marks, row.Entities);
        Assert.Equal(Marks, (await bot.LoadAsync()).Open.Single().Entities);

        var claimed = (await bot.AcceptedAsync(bot.Claim(row))).Row;
        Assert.Equal(Marks, claimed.Entities);
        var sent = (await bot.AcceptedAsync(bot.Outcome(claimed, OutboxState.Sent))).Row;
        Assert.Equal(("text", OutboxState.Sent), (sent.Text, sent.State));
        Assert.Equal("text", (await bot.StoredAsync(row.Id)).Text);
        Assert.Equal(!sealMessages, await Store.ContainsAsync("!command 1"));
    }

    [Fact]
    public async Task LastWords_AndThatTheBotRunsNoMore_AreOne()
    {
        var bot = await BotAsync();
        var command = (await bot.ReceiveAsync(Command(bot, 1))).Chats.Single().Messages.Single();
        Assert.True((await Store.Queries.FindBotAsync(bot.Id, Cancellation))!.ShouldRun);

        var answer = Answer(bot, command.Id, "bye") with { StopsBot = true };
        await bot.AcceptedAsync(answer);
        Assert.False((await Store.Queries.FindBotAsync(bot.Id, Cancellation))!.ShouldRun);

        // Somebody starts it again: the same words once more stop it no more.
        Assert.True(await Store.Bots.SetShouldRunAsync(bot.Id, shouldRun: true, Cancellation));
        await bot.AcceptedAsync(answer);
        Assert.True((await Store.Queries.FindBotAsync(bot.Id, Cancellation))!.ShouldRun);
    }

    [Fact]
    public async Task Name_GivenToAContact_StandsBeforeTelegramsAndRaisesNoVersion()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);

        Assert.False((await bot.AcceptedAsync(Name(bot, TestBot.Chat, "Kim from work"))).IsNew);
        Assert.False((await bot.AcceptedAsync(Name(bot, TestBot.Chat, "Kim K."))).IsNew);
        await bot.HearAsync(2);

        var chat = await bot.LoadAsync();
        Assert.Equal(("Kim K.", true, 2L), (chat.ContactName, chat.NameIsGiven, chat.Version));
        Assert.Equal("Kim K.", (await Store.Queries.FindChatAsync(chat.Key, Cancellation))!.Name);
        Assert.Equal(["Kim K."], (await Store.Queries.ListChatsAsync(bot.Id, null, null, 10, Cancellation)).Items.Select(item => item.Name));
    }

    [Fact]
    public async Task Name_OfSomebodyUnknown_AddsThem()
    {
        var (bot, other) = (await BotAsync(), await BotAsync("bert"));
        var stranger = new ChatId(555);

        Assert.True((await bot.AcceptedAsync(Name(bot, stranger, "Bob"))).IsNew);

        var item = Assert.Single((await Store.Queries.ListChatsAsync(bot.Id, null, null, 10, Cancellation)).Items);
        Assert.Equal((stranger, "Bob", ChatMode.Persona, 0L), (item.ChatId, item.Name, item.Mode, item.MessageCount));
        Assert.Empty((await Store.Queries.ListChatsAsync(other.Id, null, null, 10, Cancellation)).Items);
        Assert.Equal(0, (await bot.LoadAsync(chat: stranger)).Version);
        Assert.Equal((0L, 1L), (await bot.ReceiveAsync(bot.Message(1, chat: stranger))).Chats.Select(chat => (chat.FromVersion, chat.Version)).Single());
    }

    [Fact]
    public async Task Bot_Erased_TakesTheGivenNamesWithIt()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(Name(bot, TestBot.Chat, "A name like no other"));
        Assert.True(await Store.ContainsAsync("A name like no other"));

        Assert.True(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));

        Assert.False(await Store.ContainsAsync("A name like no other"));
    }

    private static MessageArrived Command(TestBot bot, long sourceId) => bot.Message(sourceId, $"!command {sourceId}", intent: Intent.Command);

    private static ContactSlice Name(TestBot bot, ChatId chat, string name) => new() { Bot = bot.Id, Epoch = bot.Epoch, Chat = chat, Name = name };

    private static TurnSlice Answer(TestBot bot, long command, string text) => bot.OperatorTurn(text) with
    {
        By = Author.Notice,
        Marks = [new InboxMark(command, InboxState.Answered)],
        Parts = [new TurnPart(text, SendNow: false) { Entities = Marks }],
    };
}
