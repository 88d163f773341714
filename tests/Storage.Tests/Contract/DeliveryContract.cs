using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Claims and outcomes: what happens to a row between being written and being settled.</summary>
public abstract class DeliveryContract : StoreContract
{
    [Fact]
    public async Task Claim_OfAPendingRow_IsGrantedOnceAndToTheSameClaimAgain()
    {
        var bot = await BotAsync();
        var row = await PendingAsync(bot);
        var claim = bot.Claim(row);

        var granted = await bot.AcceptedAsync(claim);
        var again = await bot.AcceptedAsync(claim);
        var other = await bot.AcceptedAsync(claim with { Id = Guid.NewGuid() });

        Assert.Null(granted.Refused);
        Assert.Equal((OutboxState.Sending, 1, bot.Epoch), (granted.Row.State, granted.Row.Attempt, granted.Row.Epoch));
        Assert.Equal((null, granted.Row), (again.Refused, again.Row));
        Assert.Equal((StorageCodes.SendNotPending, granted.Row), (other.Refused, other.Row));
    }

    [Fact]
    public async Task Claim_OfARowStoredAsSending_IsTheTurns()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", true));
        var row = (await bot.AcceptedAsync(slice)).Rows.Single();
        var claim = bot.Claim(row) with { Attempt = 1 };

        Assert.Null((await bot.AcceptedAsync(claim with { Id = slice.Id })).Refused);
        Assert.NotNull((await bot.AcceptedAsync(claim)).Refused);
    }

    [Fact]
    public async Task Claim_InAModeThatForbidsIt_CancelsTheRow()
    {
        var bot = await BotAsync();
        var row = (await bot.AcceptedAsync(bot.OperatorTurn("from a human", sendNow: true))).Rows.Single();
        await bot.AcceptedAsync(bot.Mode(ModeCommand.OptOut));
        var pending = (await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Pending))).Row;

        var answer = await bot.AcceptedAsync(bot.Claim(pending));

        Assert.Equal((StorageCodes.ChatMode, OutboxState.Cancelled), (answer.Refused, answer.Row.State));
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal(StorageCodes.ChatMode, (await bot.AcceptedAsync(bot.Claim(pending))).Refused);
    }

    [Fact]
    public async Task Claim_TooLate_CancelsTheRowAndItsMessagesAreOverdue()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", false), new TurnPart("b", false)) with { ExpiresAt = Store.Clock.GetUtcNow().AddMinutes(1) };
        var rows = (await bot.AcceptedAsync(slice)).Rows;
        Store.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await bot.AcceptedAsync(bot.Claim(rows[0]));
        await bot.AcceptedAsync(bot.Claim(rows[1]));

        Assert.Equal((StorageCodes.ReplyTooOld, OutboxState.Cancelled), (answer.Refused, answer.Row.State));
        Assert.Equal(InboxState.Overdue, (await bot.StoredAsync(message)).Inbox);
        Assert.Equal(1, (await bot.CountersAsync()).Parked);
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Single(await bot.EventsAsync(EventTypes.ReplyFailed));
    }

    [Fact]
    public async Task Claim_TooLateForTheSecondPart_LeavesTheMessagesAnswered()
    {
        var bot = await BotAsync();
        var message = await bot.HearAsync(1);
        var slice = await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)) with { ExpiresAt = Store.Clock.GetUtcNow().AddMinutes(1) };
        var rows = (await bot.AcceptedAsync(slice)).Rows;
        await bot.AcceptedAsync(bot.Outcome(rows[0], OutboxState.Sent));
        Store.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(StorageCodes.ReplyTooOld, (await bot.AcceptedAsync(bot.Claim(rows[1]))).Refused);

        Assert.Equal(InboxState.Answered, (await bot.StoredAsync(message)).Inbox);
    }

    [Fact]
    public async Task Outcome_Sent_SettlesTheRowCountsItAndTells()
    {
        var bot = await BotAsync();

        var row = await bot.AnswerAsync(1, "hello");

        Assert.Equal(OutboxState.Sent, row.State);
        Assert.Equal((1L, 1L, 0L), await SentUncertainAsync(bot));
        Assert.Equal($$"""{"messageId":{{row.Id}}}""", (await bot.EventsAsync(EventTypes.MessageSent)).Single().Data);
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal(2, (await Store.Queries.FindChatAsync(new ChatKey(bot.Id, TestBot.Chat), Cancellation))!.MessageCount);
    }

    [Theory]
    [InlineData(1200L, 300, 20, ",\"replyMs\":1200,\"inputTokens\":300,\"outputTokens\":20")]
    [InlineData(0L, null, null, ",\"replyMs\":0")]
    [InlineData(null, 300, null, ",\"inputTokens\":300")]
    [InlineData(9_000_000_000L, null, 20, ",\"replyMs\":9000000000,\"outputTokens\":20")]
    public async Task Outcome_Sent_TellsWhatIsKnownOfTheReply(long? waited, int? input, int? output, string told)
    {
        var bot = await BotAsync();
        var row = await SendingAsync(bot);
        var outcome = bot.Outcome(row, OutboxState.Sent) with { Figures = new ReplyFigures(waited, input, output) };
        await bot.AcceptedAsync(outcome);

        // Once told, it is not told again, nor otherwise.
        await bot.AcceptedAsync(outcome with { Figures = new ReplyFigures(1, 2, 3) });

        Assert.Equal($$"""{"messageId":{{row.Id}}{{told}}}""", (await bot.EventsAsync(EventTypes.MessageSent)).Single().Data);
    }

    [Fact]
    public async Task Outcome_OfMayBeACopy_TellsWhatIsKnownOfTheReply()
    {
        var bot = await BotAsync();
        var row = (await bot.AcceptedAsync(bot.Outcome(await SendingAsync(bot), OutboxState.Pending) with { Uncertain = true })).Row;
        row = (await bot.AcceptedAsync(bot.Claim(row))).Row;

        await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Uncertain) with { SourceId = 55, Figures = new ReplyFigures(1200, 300, 20) });

        Assert.Equal(
            $$"""{"messageId":{{row.Id}},"uncertain":true,"replyMs":1200,"inputTokens":300,"outputTokens":20}""",
            (await bot.EventsAsync(EventTypes.MessageSent)).Single().Data);
    }

    [Fact]
    public async Task Outcome_ThatIsNotSent_TellsNothingOfTheReply()
    {
        var bot = await BotAsync();
        var row = await SendingAsync(bot);

        await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Rejected) with { Code = "telegram.refused", Figures = new ReplyFigures(1200, 300, 20) });

        Assert.Empty(await bot.EventsAsync(EventTypes.MessageSent));
        Assert.Equal($$"""{"messageId":{{row.Id}},"code":"telegram.refused"}""", (await bot.EventsAsync(EventTypes.ReplyFailed)).Single().Data);
    }

    [Fact]
    public async Task Outcome_RecordedAgain_CountsOnce()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
        var outcome = bot.Outcome(row, OutboxState.Sent);
        var first = await bot.AcceptedAsync(outcome);

        Assert.Equal(first, await bot.AcceptedAsync(outcome));

        Assert.Equal((1L, 1L, 0L), await SentUncertainAsync(bot));
        Assert.Single(await bot.EventsAsync(EventTypes.MessageSent));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, -1)]
    public async Task Outcome_OfAnotherAttemptOrEpoch_ChangesNothing(int attempts, int epochs)
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
        var outcome = bot.Outcome(row, OutboxState.Sent);

        var answer = await bot.AcceptedAsync(outcome with { Attempt = outcome.Attempt + attempts, ClaimEpoch = outcome.ClaimEpoch + epochs });

        Assert.Equal(row, answer.Row);
        Assert.Equal(row, (await bot.LoadAsync()).Open.Single());
    }

    [Fact]
    public async Task Outcome_BackToPending_KeepsTheTimeAndTheNextAttemptCounts()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
        var later = Store.Clock.GetUtcNow().AddSeconds(30);

        var pending = (await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Pending) with { NotBefore = later, Code = "telegram.flood" })).Row;

        Assert.Equal((OutboxState.Pending, 1, later), (pending.State, pending.Attempt, pending.NotBefore!.Value));
        Assert.Equal(pending, (await bot.LoadAsync()).Open.Single());
        Assert.Equal(2, (await bot.AcceptedAsync(bot.Claim(pending))).Row.Attempt);
    }

    [Fact]
    public async Task Outcome_UncertainTwiceThenSent_IsCountedOnceAndEndsUncertain()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            row = (await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Pending) with { Uncertain = true })).Row;
            Assert.True(row.Uncertain);
            row = (await bot.AcceptedAsync(bot.Claim(row))).Row;
        }

        row = (await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Uncertain) with { SourceId = 55 })).Row;

        Assert.Equal((OutboxState.Uncertain, true), (row.State, row.Uncertain));
        Assert.Equal((1L, 1L, 1L), await SentUncertainAsync(bot));
        Assert.Equal($$"""{"messageId":{{row.Id}},"uncertain":true}""", (await bot.EventsAsync(EventTypes.MessageSent)).Single().Data);
        Assert.Equal(["message 1", "a"], (await bot.LoadAsync()).History.Select(line => line.Text));
    }

    [Fact]
    public async Task Outcome_RejectedAndBlocked_StopsTheChat()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var rows = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true), new TurnPart("b", false)))).Rows;
        await bot.AcceptedAsync(bot.OperatorTurn("c"));

        await bot.AcceptedAsync(bot.Outcome(rows[0], OutboxState.Rejected) with { Code = "telegram.blocked", Blocks = true });

        var chat = await bot.LoadAsync();
        Assert.Equal((ChatMode.Blocked, 2L), (chat.Mode, chat.Version));
        Assert.Empty(chat.Open);
        Assert.Equal(1, (await bot.CountersAsync()).Rejected);
        Assert.Equal("telegram.blocked", (await bot.StoredAsync(rows[0].Id)).Code);
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Outcome_OfAnOlderEpochsAttempt_IsSettledByTheNewOne()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
        var old = bot.Epoch;
        await Store.Leases.ReleaseAsync(bot.Id, bot.Incarnation, old, Cancellation);
        Assert.IsType<SliceAnswer<OutcomeRecorded>.Stale>(await bot.CommitAsync(bot.Outcome(row, OutboxState.Sent)));

        await bot.ClaimLeaseAsync();

        Assert.True(bot.Epoch > old);
        Assert.Equal(OutboxState.Pending, (await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Pending) with { Uncertain = true })).Row.State);
    }

    [Fact]
    public async Task RowsThatAreNotThere_AreConflicts()
    {
        var bot = await BotAsync();
        var row = await PendingAsync(bot);

        Assert.IsType<SliceAnswer<ClaimAnswer>.Conflict>(await bot.CommitAsync(bot.Claim(row) with { RowId = 4711 }));
        Assert.IsType<SliceAnswer<ClaimAnswer>.Conflict>(await bot.CommitAsync(bot.Claim(row) with { Chat = new ChatId(8) }));
        Assert.IsType<SliceAnswer<OutcomeRecorded>.Conflict>(await bot.CommitAsync(bot.Outcome(row, OutboxState.Sent) with { RowId = 4711 }));
    }

    private static async Task<OutboxRow> SendingAsync(TestBot bot)
    {
        await bot.HearAsync(1);
        return (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", true)))).Rows.Single();
    }

    private static async Task<OutboxRow> PendingAsync(TestBot bot)
    {
        await bot.HearAsync(1);
        return (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("a", false)))).Rows.Single();
    }

    private static async Task<(long Received, long Sent, long Uncertain)> SentUncertainAsync(TestBot bot)
    {
        var counters = await bot.CountersAsync();
        return (counters.Received, counters.Sent, counters.Uncertain);
    }
}
