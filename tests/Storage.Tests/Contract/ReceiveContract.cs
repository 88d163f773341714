using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class ReceiveContract : StoreContract
{
    [Fact]
    public async Task Receive_OfNewMessages_StoresThemInOrderWithCursorAndEvents()
    {
        var bot = await BotAsync();
        var slice = bot.Batch(bot.Message(1, "one"), bot.Message(2, "two"));

        var received = await bot.AcceptedAsync(slice);

        var advance = Assert.Single(received.Chats);
        Assert.Equal((0L, 2L, false), (advance.FromVersion, advance.Version, advance.Reload));
        Assert.Equal(["one", "two"], advance.Messages.Select(message => message.Text));
        Assert.Equal(2, received.Stored);
        Assert.Equal(advance.Messages, (await bot.LoadAsync()).Unanswered);
        Assert.Equal(new SessionCursor(slice.Batch.Cursor, Store.Clock.GetUtcNow()), await Store.Conversations.ReadCursorAsync(bot.Id, Cancellation));
        Assert.Equal(2, (await bot.CountersAsync()).Received);
        Assert.Equal(
            advance.Messages.Select(message => $$"""{"messageId":{{message.Id}}}"""),
            (await bot.EventsAsync(EventTypes.MessageReceived)).Select(logged => logged.Data));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_OfMessagesWithDetails_KeepsThemWhereverTheMessageIsRead(bool isSealed)
    {
        var bot = await BotAsync(sealMessages: isSealed);
        var all = new MessageDetails
        {
            FileId = "AgACAgIAAxkBAAI", FileSize = 72_345, FileName = "план \"1\".txt", MimeType = "text/plain", Seconds = 17, Emoji = "🐢", Latitude = -42.5, Longitude = 0.25, Title = "Ann",
            ForwardedFrom = "Bob\n", Quote = "Shall we?", QuotesBot = true,
        };
        var edited = new MessageDetails { FileId = "other" };

        var advance = (await bot.ReceiveAsync(bot.Message(1, "a file") with { Kind = MessageKind.Document, Details = all }, bot.Message(2, "plain"))).Chats.Single();
        Assert.Equal([all, null], advance.Messages.Select(message => message.Details));
        Assert.Equal(["a file", "plain"], advance.Messages.Select(message => message.Text));
        Assert.Equal(advance.Messages, (await bot.LoadAsync()).Unanswered);

        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("hello", false)));
        Assert.Equal([all, null], (await bot.LoadAsync()).History.Take(2).Select(line => line.Details));

        // Whatever is no plain message goes another way into the database.
        await bot.ReceiveAsync(new MessageEdited { Chat = TestBot.Chat, SourceId = 1, Kind = MessageKind.Photo, Text = "", EditedAt = Store.Clock.GetUtcNow(), Details = edited });
        Assert.Equal([edited, null], (await bot.LoadAsync()).History.Take(2).Select(line => line.Details));
        var again = (await bot.ReceiveAsync(bot.Message(3, "back") with { Intent = Intent.OptIn, Details = all })).Chats.Single();
        Assert.Equal(all, again.Messages.Single().Details);
    }

    [Fact]
    public async Task Receive_OfTheSameBatchAgain_StoresNothingAndNudgesAgain()
    {
        var bot = await BotAsync();
        var slice = bot.Batch(bot.Message(1), bot.Message(2));
        var first = (await bot.AcceptedAsync(slice)).Chats.Single();

        var again = await bot.AcceptedAsync(slice);

        Assert.Equal(0, again.Stored);
        var advance = Assert.Single(again.Chats);
        Assert.Equal(first.Messages, advance.Messages);
        Assert.Equal((first.Version, true), (advance.Version, advance.Reload));
        Assert.Equal(2, (await bot.CountersAsync()).Received);
        Assert.Equal(2, (await bot.EventsAsync(EventTypes.MessageReceived)).Count);
    }

    [Fact]
    public async Task Receive_OfAnAnsweredMessageAgain_DoesNotReportItForAnswering()
    {
        var bot = await BotAsync();
        var slice = bot.Batch(bot.Message(1));
        await bot.AcceptedAsync(slice);
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("hello", false)));

        Assert.Empty((await bot.AcceptedAsync(slice)).Chats.Single().Messages);
        Assert.Empty((await bot.LoadAsync()).Unanswered);
    }

    [Fact]
    public async Task Receive_OfTheSameSourceIdInTwoChatsAndTwoBots_KeepsAll()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        var other = new ChatId(8);

        await anna.ReceiveAsync(anna.Message(1, "a7"), anna.Message(1, "a8", other));
        await bert.ReceiveAsync(bert.Message(1, "b7"));

        Assert.Equal("a7", (await anna.LoadAsync()).Unanswered.Single().Text);
        Assert.Equal("a8", (await anna.LoadAsync(chat: other)).Unanswered.Single().Text);
        Assert.Equal("b7", (await bert.LoadAsync()).Unanswered.Single().Text);
    }

    [Fact]
    public async Task Edit_OfAnUnansweredMessage_ShowsTheLatestTextWhateverTheOrder()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1, "firsst");

        var advance = (await bot.ReceiveAsync(bot.Edit(1, "third", 3), bot.Edit(1, "second", 2))).Chats.Single();

        Assert.Equal((1L, 3L, true), (advance.FromVersion, advance.Version, advance.Reload));
        Assert.Equal("third", (await bot.LoadAsync()).Unanswered.Single().Text);
    }

    [Fact]
    public async Task Edit_StoredAlready_RaisesNoVersion()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        await bot.ReceiveAsync(bot.Edit(1, "new"));

        var again = (await bot.ReceiveAsync(bot.Edit(1, "new"))).Chats.Single();

        Assert.Equal((2L, 2L, true), (again.FromVersion, again.Version, again.Reload));
    }

    [Fact]
    public async Task Edit_OfAnUnknownMessage_IsKeptUntilTheMessageComes()
    {
        var bot = await BotAsync();

        Assert.Empty((await bot.ReceiveAsync(bot.Edit(1, "edited"))).Chats);
        Assert.Equal(0, (await bot.LoadAsync()).Version);

        Assert.True((await bot.ReceiveAsync(bot.Message(1, "original"))).Chats.Single().Reload);
        Assert.Equal("edited", (await bot.LoadAsync()).Unanswered.Single().Text);
    }

    [Fact]
    public async Task Edit_OfAnAnsweredMessage_ShowsInHistoryAndAsksForNoAnswer()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "hello");

        await bot.ReceiveAsync(bot.Edit(1, "edited"));

        var chat = await bot.LoadAsync();
        Assert.Empty(chat.Unanswered);
        Assert.Equal(["edited", "hello"], chat.History.Select(line => line.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_OfAnUnansweredMessage_IgnoresItWithOrWithoutItsChat(bool named)
    {
        var bot = await BotAsync();
        var kept = await bot.HearAsync(1);
        var deleted = await bot.HearAsync(2);

        var advance = (await bot.ReceiveAsync(new MessagesDeleted { Chat = named ? TestBot.Chat : null, SourceIds = [2, 99] })).Chats.Single();

        Assert.Equal((2L, 3L, true), (advance.FromVersion, advance.Version, advance.Reload));
        Assert.Equal(kept, (await bot.LoadAsync()).Unanswered.Single().Id);
        var stored = await bot.StoredAsync(deleted);
        Assert.Equal((true, InboxState.Ignored), (stored.Deleted, stored.Inbox!.Value));
    }

    [Fact]
    public async Task Delete_OfTheLastUnansweredMessage_FinishesTheChat()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());

        await bot.ReceiveAsync(new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [1] });

        Assert.Empty(await bot.UnfinishedAsync());
        await bot.HearAsync(2);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Delete_WithoutAChat_LeavesChannelsAlone()
    {
        var bot = await BotAsync();
        var channel = new ChatId(-1_000_000_000_777);
        await bot.ReceiveAsync(bot.Message(1, chat: channel));

        Assert.Empty((await bot.ReceiveAsync(new MessagesDeleted { SourceIds = [1] })).Chats);

        Assert.Single((await bot.LoadAsync(chat: channel)).Unanswered);
    }

    [Fact]
    public async Task OptOut_CancelsWhatWaitsAndIgnoresWhatWasNotAnswered()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)))).Rows;
        var second = await bot.HearAsync(2);

        var advance = (await bot.ReceiveAsync(bot.Message(3, "stop", intent: Intent.OptOut))).Chats.Single();

        Assert.True(advance.Reload);
        Assert.Empty(advance.Messages);
        var chat = await bot.LoadAsync();
        Assert.Equal(ChatMode.OptedOut, chat.Mode);
        Assert.Equal(advance.Version, chat.Version);
        Assert.Empty(chat.Unanswered);
        Assert.Equal([rows[0].Id], chat.Open.Select(row => row.Id));
        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(second)).Inbox);
        Assert.Equal(OutboxState.Cancelled, (await bot.StoredAsync(rows[1].Id)).Outbox);
        Assert.Single(await bot.EventsAsync(EventTypes.ChatModeChanged));
    }

    [Fact]
    public async Task OptIn_AfterAnOptOut_AwaitsAnAnswerAgain()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(bot.Message(1, "stop", intent: Intent.OptOut));
        var meanwhile = await bot.HearAsync(3);

        var advance = (await bot.ReceiveAsync(bot.Message(2, "/start", intent: Intent.OptIn))).Chats.Single();

        Assert.True(advance.Reload);
        var chat = await bot.LoadAsync();
        Assert.Equal(ChatMode.Persona, chat.Mode);
        Assert.Equal(["/start"], chat.Unanswered.Select(message => message.Text));
        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(meanwhile)).Inbox);
    }

    [Fact]
    public async Task OptIn_OfAChatThatNeverLeft_IsAPlainMessage()
    {
        var bot = await BotAsync();

        var advance = (await bot.ReceiveAsync(bot.Message(1, "/start", intent: Intent.OptIn))).Chats.Single();

        Assert.False(advance.Reload);
        Assert.Equal(1, advance.Version);
        Assert.Single(advance.Messages);
    }

    [Fact]
    public async Task Membership_BlocksAndUnblocksTheChat()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);

        var blocked = (await bot.ReceiveAsync(new ContactMembership { Chat = TestBot.Chat, Blocked = true })).Chats.Single();
        Assert.Equal((1L, 2L, true), (blocked.FromVersion, blocked.Version, blocked.Reload));
        Assert.Equal(ChatMode.Blocked, (await bot.LoadAsync()).Mode);

        await bot.ReceiveAsync(new ContactMembership { Chat = TestBot.Chat, Blocked = false });
        Assert.Equal(ChatMode.Persona, (await bot.LoadAsync()).Mode);
    }

    [Fact]
    public async Task Unreadable_IsParkedAndAwaitsNoAnswer()
    {
        var bot = await BotAsync();

        var advance = (await bot.ReceiveAsync(bot.Message(1, "", unreadable: "telegram.unreadable"))).Chats.Single();

        Assert.Equal((1L, true), (advance.Version, advance.Reload));
        Assert.Empty(advance.Messages);
        Assert.Empty((await bot.LoadAsync()).Unanswered);
        Assert.Empty(await bot.UnfinishedAsync());
        var parked = Assert.Single((await Store.Queries.ListParkedAsync(bot.Id, null, 10, Cancellation)).Items);
        Assert.Equal((InboxState.Parked, "telegram.unreadable"), (parked.Message.Inbox!.Value, parked.Message.Code!));
        Assert.Equal(1, (await bot.CountersAsync()).Parked);
        Assert.Single(await bot.EventsAsync(EventTypes.ReplyFailed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_OfEveryKind_ComesBackAsItWent(bool sealMessages)
    {
        var bot = await BotAsync(sealMessages: sealMessages);
        string[] texts = ["", "👍🏽 ок", "שלום \u202Eعالم", new string('я', 5000), "a\r\n\tb"];

        await bot.ReceiveAsync([.. texts.Select((text, index) => bot.Message(index + 1, text))]);

        Assert.Equal(texts, (await bot.LoadAsync()).Unanswered.Select(message => message.Text));
    }

    [Fact]
    public async Task Text_ThatCannotBeStored_IsCleanedOnItsWayIn()
    {
        var bot = await BotAsync();

        var advance = (await bot.ReceiveAsync(bot.Message(1, "a\0b\uD83D") with { SenderName = "K\0" })).Chats.Single();

        Assert.Equal("a\uFFFDb\uFFFD", advance.Messages.Single().Text);
        var chat = await bot.LoadAsync();
        Assert.Equal("a\uFFFDb\uFFFD", chat.Unanswered.Single().Text);
        Assert.Equal("K\uFFFD", chat.ContactName);
    }

    [Fact]
    public async Task Receive_UnderAnotherEpoch_IsStaleAndWritesNothing()
    {
        var bot = await BotAsync();

        var answer = await bot.CommitAsync(bot.Batch(bot.Message(1)) with { Epoch = bot.Epoch - 1 });

        Assert.Equal(bot.Epoch, Assert.IsType<SliceAnswer<Received>.Stale>(answer).CurrentEpoch);
        Assert.Equal(0, (await bot.LoadAsync()).Version);
        Assert.Null(await Store.Conversations.ReadCursorAsync(bot.Id, Cancellation));
    }

    [Fact]
    public async Task Receive_ForAnUnknownOrRemovedBot_IsStale()
    {
        var bot = await BotAsync();
        var slice = bot.Batch(bot.Message(1));
        Assert.IsType<SliceAnswer<Received>.Stale>(await bot.CommitAsync(slice with { Bot = Domain.Bots.BotId.Parse("nobody") }));

        await Store.Bots.RemoveAsync(bot.Id, erase: false, Cancellation);

        Assert.IsType<SliceAnswer<Received>.Stale>(await bot.CommitAsync(slice));
    }
}
