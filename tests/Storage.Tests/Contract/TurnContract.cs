using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class TurnContract : StoreContract
{
    [Fact]
    public async Task Turn_ThatIgnoresItsMessages_SettlesThemWithItsCodeAndNoFailure()
    {
        var bot = await BotAsync();
        var id = await bot.HearAsync(1);

        await bot.AcceptedAsync(await bot.ReplyAsync() with { Marks = [new InboxMark(id, InboxState.Ignored)], FailureCode = "sender.blocked" });

        var message = await Store.Queries.FindMessageAsync(new ChatKey(bot.Id, TestBot.Chat), id, Cancellation);
        Assert.Equal((InboxState.Ignored, "sender.blocked"), (message!.Inbox, message.Code));
        Assert.Empty((await bot.LoadAsync()).Unanswered);
        Assert.Empty(await Store.Conversations.ReadUnfinishedAsync(bot.Id, Cancellation));
        Assert.Empty(await bot.EventsAsync(EventTypes.ReplyFailed));
        Assert.Empty((await Store.Queries.ListParkedAsync(bot.Id, null, 9, Cancellation)).Items);
    }

    [Fact]
    public async Task Replies_OfAChat_AreTheLastOnesThatWereDecidedOldestFirst()
    {
        var bot = await BotAsync();
        Assert.Empty((await bot.LoadAsync(replies: 9)).Replies);
        foreach (var (source, kind) in new[] { (1, DecisionKind.Answered), (2, DecisionKind.Silent), (3, DecisionKind.Answered), (4, DecisionKind.Answered) })
        {
            await bot.HearAsync(source);
            await bot.AcceptedAsync(await bot.ReplyAsync() with { Decision = new Decision { Kind = kind, Reason = "reply.written" } });
        }

        var replies = (await bot.LoadAsync(replies: 9)).Replies;

        Assert.Equal(3, replies.Count);
        Assert.Equal(replies.Order(), replies);
        Assert.Equal(replies.Skip(1), (await bot.LoadAsync(replies: 2)).Replies);
        Assert.Empty((await bot.LoadAsync()).Replies);
        Assert.Empty((await bot.LoadAsync(chat: new ChatId(8), replies: 9)).Replies);
    }

    [Fact]
    public async Task Turn_MadeFromTheChatAsItStands_AnswersAndClaimsItsFirstPart()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)) with { Discloses = true };

        var turn = await bot.AcceptedAsync(slice);

        Assert.Equal(1, turn.Turn);
        Assert.Equal(
            [("a", 0, OutboxState.Sending, 1, bot.Epoch), ("b", 1, OutboxState.Pending, 0, 0L)],
            turn.Rows.Select(row => (row.Text, row.Part, row.State, row.Attempt, row.Epoch)));
        Assert.Equal(Store.Clock.GetUtcNow(), turn.Rows[0].ClaimedAt);
        var chat = await bot.LoadAsync();
        Assert.Equal((1L, 1L, true), (chat.Version, chat.Turn, chat.Disclosed));
        Assert.Empty(chat.Unanswered);
        Assert.Equal(turn.Rows, chat.Open);
        Assert.Equal(["message 1"], chat.History.Select(line => line.Text));
    }

    [Fact]
    public async Task Turn_CommittedAgain_AnswersAsTheFirstTime()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", true));
        var first = await bot.AcceptedAsync(slice);
        await bot.HearAsync(2);

        var again = await bot.AcceptedAsync(slice);

        Assert.Equal((first.Turn, first.Rows.Single()), (again.Turn, again.Rows.Single()));
        Assert.Single((await bot.LoadAsync()).Open);
    }

    [Fact]
    public async Task Turn_MadeBeforeANewerMessage_IsAConflict()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", true));
        await bot.HearAsync(2);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(slice));

        var chat = await bot.LoadAsync();
        Assert.Equal((0L, 2), (chat.Turn, chat.Unanswered.Count));
        Assert.Empty(chat.Open);
    }

    [Fact]
    public async Task Turn_OfASecondActivation_IsAConflict()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var one = await bot.ReplyAsync(new TurnPart("a", true));
        var other = await bot.ReplyAsync(new TurnPart("b", true));
        await bot.AcceptedAsync(one);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(other));
    }

    [Fact]
    public async Task OperatorTurns_AlwaysGetTheNextTurn_AndRepeatedAnswerTheSame()
    {
        var bot = await BotAsync();
        var first = bot.OperatorTurn("one");
        var one = await bot.AcceptedAsync(first);
        var two = await bot.AcceptedAsync(bot.OperatorTurn("two"));
        await bot.HearAsync(1);
        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("persona", false)));

        var again = await bot.AcceptedAsync(first);

        Assert.Equal((1L, 2L), (one.Turn, two.Turn));
        Assert.Equal((one.Turn, one.Rows.Single()), (again.Turn, again.Rows.Single()));
        Assert.Equal(["one", "two", "persona"], (await bot.LoadAsync()).Open.Select(row => row.Text));
    }

    [Theory]
    [InlineData(ModeCommand.TakeOver, Author.Persona, false)]
    [InlineData(ModeCommand.TakeOver, Author.Operator, true)]
    [InlineData(ModeCommand.Pause, Author.Persona, false)]
    [InlineData(ModeCommand.OptOut, Author.Operator, false)]
    [InlineData(ModeCommand.TakeOver, Author.Notice, true)]
    [InlineData(ModeCommand.OptOut, Author.Notice, false)]
    public async Task Turn_WithParts_IsAcceptedOnlyWhereTheModeAllows(ModeCommand command, Author by, bool accepted)
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        await bot.AcceptedAsync(bot.Mode(command));
        var slice = await bot.ReplyAsync(new TurnPart("a", false)) with { By = by };

        var answer = await bot.CommitAsync(slice);

        Assert.Equal(accepted, answer is SliceAnswer<TurnCommitted>.Accepted);
        if (!accepted) Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(answer);
    }

    [Fact]
    public async Task Turn_ThatParks_ListsTheMessageCountsItAndTellsWhy()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);

        await bot.ParkAsync();

        Assert.Empty((await bot.LoadAsync()).Unanswered);
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal((InboxState.Parked, "llm.unreachable"), ((await bot.StoredAsync(message)).Inbox!.Value, (await bot.StoredAsync(message)).Code!));
        Assert.Equal(1, (await bot.CountersAsync()).Parked);
        Assert.Equal($$"""{"messageId":{{message}},"code":"llm.unreachable"}""", (await bot.EventsAsync(EventTypes.ReplyFailed)).Single().Data);
    }

    [Fact]
    public async Task Turn_ThatMarksOneOfTwoWaitingMessages_LeavesTheOther()
    {
        var bot = await BotAsync();
        var first = await bot.HearAsync(1);
        var second = await bot.HearAsync(2);

        await bot.AcceptedAsync(await bot.ReplyAsync() with { AnsweredUpTo = null, Marks = [new InboxMark(second, InboxState.Ignored)] });

        Assert.Equal([first], (await bot.LoadAsync()).Unanswered.Select(message => message.Id));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Turn_OfAnUnknownChat_BeginsIt()
    {
        var bot = await BotAsync();

        await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("hello", false)));

        Assert.Equal((0L, 1L), ((await bot.LoadAsync()).Version, (await bot.LoadAsync()).Turn));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task History_IsTheLastSettledLines_OldestFirst()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "r1");
        await bot.AnswerAsync(2, "r2");
        await bot.HearAsync(3);

        Assert.Equal(["r1", "message 2", "r2"], (await bot.LoadAsync(history: 3)).History.Select(line => line.Text));
        Assert.Empty((await bot.LoadAsync(history: 0)).History);
    }

    [Fact]
    public async Task History_LeavesOutWhatWasDeletedCancelledOrRejected()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "r1");
        await bot.HearAsync(2);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("rejected", true), new TurnPart("cancelled", false)))).Rows;
        await bot.AcceptedAsync(bot.Outcome(rows[0], OutboxState.Rejected));
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));

        await bot.ReceiveAsync(new MessagesDeleted { Chat = TestBot.Chat, SourceIds = [1] });

        Assert.Equal(["r1", "message 2"], (await bot.LoadAsync()).History.Select(line => line.Text));
    }
}
