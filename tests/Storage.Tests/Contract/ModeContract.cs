using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Operators' commands: modes, and messages that wait for one.</summary>
public abstract class ModeContract : StoreContract
{
    [Fact]
    public async Task TakeOver_CancelsThePersonasPendingRowsAndReportsThoseLeaving()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)))).Rows;
        var operators = (await bot.AcceptedAsync(bot.OperatorTurn("c"))).Rows.Single();

        var answer = await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));

        Assert.Equal(new ModeAnswer { Accepted = true, Mode = ChatMode.Human, Version = 2, Cancelled = 1, StillSending = 1 }, answer);
        Assert.Equal([rows[0].Id, operators.Id], (await bot.LoadAsync()).Open.Select(row => row.Id));
        Assert.Equal("""{"mode":"human","command":"takeOver"}""", (await bot.EventsAsync(EventTypes.ChatModeChanged)).Single().Data);
    }

    [Fact]
    public async Task Mode_CommandedAgain_ChangesNothingMore()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.Pause));

        var again = await bot.AcceptedAsync(bot.Mode(ModeCommand.Pause));

        Assert.Equal(new ModeAnswer { Accepted = true, Mode = ChatMode.Paused, Version = 1 }, again);
        Assert.Single(await bot.EventsAsync(EventTypes.ChatModeChanged));
    }

    [Fact]
    public async Task Mode_ThatMakesNoSense_IsRefusedAndChangesNothing()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.OptOut));

        var answer = await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));

        Assert.Equal(new ModeAnswer { Accepted = false, Mode = ChatMode.OptedOut, Version = 1 }, answer);
    }

    [Fact]
    public async Task HandBack_LeavesWhatWasSaidMeanwhileToTheHuman()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));
        var old = await bot.HearAsync(1);

        await bot.AcceptedAsync(bot.Mode(ModeCommand.HandBack));
        var message = await bot.HearAsync(2);
        await bot.AcceptedAsync(bot.Mode(ModeCommand.HandBack));

        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(old)).Inbox);
        Assert.Equal([message], (await bot.LoadAsync()).Unanswered.Select(unanswered => unanswered.Id));
    }

    [Fact]
    public async Task Resume_LeavesWhatCameMeanwhileToBeAnswered()
    {
        var bot = await BotAsync();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.Pause));
        var message = await bot.HearAsync(1);

        Assert.Equal(3, (await bot.AcceptedAsync(bot.Mode(ModeCommand.Resume))).Version);

        Assert.Equal([message], (await bot.LoadAsync()).Unanswered.Select(unanswered => unanswered.Id));
    }

    [Fact]
    public async Task Parked_PutBack_IsAnsweredWhateverItsAge()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        await bot.ParkAsync();

        Assert.True((await bot.AcceptedAsync(bot.Parked(message, retry: true))).Found);
        Assert.True((await bot.AcceptedAsync(bot.Parked(message, retry: true))).Found);

        var chat = await bot.LoadAsync();
        Assert.Equal((2L, message, true), (chat.Version, chat.Unanswered.Single().Id, chat.Unanswered.Single().Requeued));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
        Assert.Equal(0, (await bot.CountersAsync()).Parked);
        Assert.Empty((await Store.Queries.ListParkedAsync(bot.Id, null, 10, Cancellation)).Items);

        await bot.AcceptedAsync(await bot.ReplyAsync() with { AnsweredUpTo = null, Marks = [new InboxMark(message, InboxState.Answered)] });
        Assert.Empty((await bot.LoadAsync()).Unanswered);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Parked_Dropped_IsIgnoredForGood()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        await bot.ParkAsync(InboxState.Overdue, null);

        Assert.True((await bot.AcceptedAsync(bot.Parked(message, retry: false))).Found);
        Assert.True((await bot.AcceptedAsync(bot.Parked(message, retry: false))).Found);

        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(message)).Inbox);
        Assert.Equal((2L, 0L), ((await bot.LoadAsync()).Version, (await bot.CountersAsync()).Parked));
        Assert.False((await bot.AcceptedAsync(bot.Parked(message, retry: true))).Found);
    }

    [Fact]
    public async Task Parked_NotThere_IsNotFound()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);

        Assert.False((await bot.AcceptedAsync(bot.Parked(message, retry: true))).Found);
        Assert.False((await bot.AcceptedAsync(bot.Parked(4711, retry: true))).Found);
    }

    [Fact]
    public async Task Requeued_WhenThePersonOptsOut_IsForgotten()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        await bot.ParkAsync();
        await bot.AcceptedAsync(bot.Parked(message, retry: true));

        await bot.ReceiveAsync(bot.Message(2, "stop", intent: Intent.OptOut));

        Assert.Equal(InboxState.Ignored, (await bot.StoredAsync(message)).Inbox);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Parked_DeletedByThePerson_WaitsForNobody()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        await bot.ParkAsync();

        await bot.ReceiveAsync(new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [1] });

        Assert.Equal(0, (await bot.CountersAsync()).Parked);
        Assert.Empty((await Store.Queries.ListParkedAsync(bot.Id, null, 10, Cancellation)).Items);
    }
}
