using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What the system answers by itself, in the transaction that stores the question.</summary>
public abstract class SystemAnswerContract : StoreContract
{
    private static readonly SystemAnswers Answers = new("You won't hear from me.", "I keep what you write.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OptOut_IsConfirmedOnceAndMayLeave(bool sealMessages)
    {
        var bot = await BotAsync(sealMessages: sealMessages);
        await bot.HearAsync(1);
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("pending", false)));
        var stop = Batch(bot, bot.Message(2, "stop", intent: Intent.OptOut));

        var advance = (await bot.AcceptedAsync(stop)).Chats.Single();
        await bot.AcceptedAsync(stop);
        await bot.AcceptedAsync(Batch(bot, bot.Message(3, "stop!", intent: Intent.OptOut)));

        Assert.True(advance.Reload);
        var chat = await bot.LoadAsync();
        var row = Assert.Single(chat.Open);
        Assert.Equal((ChatMode.OptedOut, "You won't hear from me.", Author.Farewell), (chat.Mode, row.Text, row.By));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
        var claimed = await bot.AcceptedAsync(bot.Claim(row));
        Assert.Null(claimed.Refused);
        await bot.AcceptedAsync(bot.Outcome(claimed.Row, OutboxState.Sent));
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal([Author.Operator], (await bot.MessagesAsync()).Where(message => message.Outbox is OutboxState.Sent).Select(message => message.By));
        Assert.DoesNotContain((await bot.LoadAsync()).History, line => line.Text == Answers.OptedOut);
    }

    [Fact]
    public async Task OptOut_TakenBackBeforeTheConfirmationLeft_TakesItBackToo()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(Batch(bot, bot.Message(1, "stop", intent: Intent.OptOut)));
        var row = (await bot.LoadAsync()).Open.Single();

        await bot.AcceptedAsync(Batch(bot, bot.Message(2, "/start", intent: Intent.OptIn)));

        Assert.Empty((await bot.LoadAsync()).Open);
        Assert.Equal(OutboxState.Cancelled, (await bot.AcceptedAsync(bot.Claim(row))).Row.State);
        await bot.AcceptedAsync(Batch(bot, bot.Message(3, "stop", intent: Intent.OptOut)));
        Assert.Single((await bot.LoadAsync()).Open);
    }

    [Fact]
    public async Task Privacy_IsAnsweredAndLeavesTheRestToThePersona()
    {
        var bot = await BotAsync();
        var waiting = await bot.HearAsync(1, "hello");

        var received = await bot.AcceptedAsync(Batch(bot, bot.Message(2, "/privacy", intent: Intent.Privacy)));

        var chat = await bot.LoadAsync();
        Assert.Equal((1, true), (received.Stored, received.Chats.Single().Reload));
        Assert.Equal(waiting, chat.Unanswered.Single().Id);
        Assert.Equal((Answers.Privacy, Author.Notice, OutboxState.Pending), (chat.Open.Single().Text, chat.Open[0].By, chat.Open[0].State));
        Assert.Equal(InboxState.Answered, (await bot.MessagesAsync()).Single(message => message.Text == "/privacy").Inbox);
        Assert.Null((await bot.AcceptedAsync(bot.Claim(chat.Open[0]))).Refused);
    }

    [Fact]
    public async Task Privacy_OfWhoHasOptedOut_IsAnsweredAsWell()
    {
        var bot = await BotAsync();
        await bot.ReceiveAsync(bot.Message(1, "stop", intent: Intent.OptOut));

        await bot.AcceptedAsync(Batch(bot, bot.Message(2, "/privacy", intent: Intent.Privacy)));

        var row = (await bot.LoadAsync()).Open.Single();
        Assert.Equal(Author.Farewell, row.By);
        Assert.Null((await bot.AcceptedAsync(bot.Claim(row))).Refused);
    }

    [Fact]
    public async Task Answer_ThatWaitedForADay_DoesNotLeaveAnyMore()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(Batch(bot, bot.Message(1, "stop", intent: Intent.OptOut)));
        var row = (await bot.LoadAsync()).Open.Single();
        Store.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal("reply.too_old", (await bot.AcceptedAsync(bot.Claim(row))).Refused);
    }

    [Fact]
    public async Task Person_OnTheListOfWhomNobodyMayWriteTo_GetsNoAnswerOfTheSystemEither()
    {
        var bot = await BotAsync();
        await Store.DoNotContact.PutAsync(TestBot.Chat, null, null, Cancellation);
        await bot.AcceptedAsync(Batch(bot, bot.Message(1, "/privacy", intent: Intent.Privacy)));

        Assert.Equal("chat.do_not_contact", (await bot.AcceptedAsync(bot.Claim((await bot.LoadAsync()).Open.Single()))).Refused);
    }

    private static ReceiveSlice Batch(TestBot bot, params InboundUpdate[] updates) => bot.Batch(updates) with { Answers = Answers };
}
