using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Events;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>What waits for an operator: one in a chat, settled once, with what follows from it or not at all.</summary>
public abstract class DraftContract : StoreContract
{
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Store.Clock.GetUtcNow().ToUnixTimeSeconds());

    [Fact]
    public async Task Draft_WhenStored_IsKnownToItsChatAndNothingIsLeftToDo()
    {
        var (bot, heard, draft) = await WaitingAsync();

        var chat = await bot.LoadAsync();
        Assert.Equal(new WaitingDraft { Id = draft.Id, Basis = new TurnBasis(1, 0), ExpiresAt = Now.AddHours(1) }, chat.Draft);
        Assert.Equal([heard], chat.Unanswered.Select(message => message.Id));
        Assert.Empty(await bot.UnfinishedAsync());
        var item = Assert.Single(await DraftsAsync(bot));
        Assert.Equal((draft.Id, DraftState.Waiting, "Hello «Kim» 🙂", Now.AddHours(1)), (item.Id, item.State, item.Text, item.ExpiresAt));
        Assert.Equal([heard], item.Answers);
        Assert.Equal($$"""{"draftId":{{draft.Id}}}""", Assert.Single(await bot.EventsAsync(EventTypes.DraftWaiting)).Data.Replace(" ", "", StringComparison.Ordinal));
        var decision = Assert.Single(await DecisionsAsync(bot));
        Assert.Equal((draft.Id, DecisionKind.Drafted, "reply.written"), (decision.Id, decision.Kind, decision.Reason));
        Assert.Equal("what the model saw", (await PromptAsync(bot, heard))!.Prompt);
    }

    [Fact]
    public async Task Draft_StoresWhatWasHeardOfTheMessagesItAnswers()
    {
        var bot = await BotAsync();
        var voice = new MessageDetails { FileId = "f1", Seconds = 12 };
        await bot.ReceiveAsync(bot.Message(1, "see?") with { Kind = MessageKind.Voice, Details = voice });
        var heard = (await bot.LoadAsync()).Unanswered[0];

        await bot.AcceptedAsync(await DraftAsync(bot) with { Transcripts = [new Transcription(heard.Id, heard.Text, voice with { Transcript = "hello" })] });

        var message = Assert.Single((await bot.LoadAsync()).Unanswered);
        Assert.Equal(("see?", "hello"), (message.Text, message.Details!.Transcript));
    }

    [Fact]
    public async Task Draft_CommittedAgain_IsTheSameAndAnotherOfThatStateIsRefused()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var slice = await DraftAsync(bot);
        var stored = await bot.AcceptedAsync(slice);

        Assert.Equal(stored.Id, (await bot.AcceptedAsync(slice)).Id);
        Assert.IsType<SliceAnswer<DraftStored>.Conflict>(await bot.CommitAsync(slice with { Id = Guid.NewGuid() }));
        Assert.IsType<SliceAnswer<DraftStored>.Stale>(await bot.CommitAsync(slice with { Id = Guid.NewGuid(), Epoch = bot.Epoch - 1 }));
        Assert.Single(await DraftsAsync(bot));
    }

    [Fact]
    public async Task Draft_ForAnotherState_IsRefused()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        var late = await DraftAsync(bot);
        await bot.HearAsync(2);

        Assert.IsType<SliceAnswer<DraftStored>.Conflict>(await bot.CommitAsync(late));
        Assert.IsType<SliceAnswer<DraftStored>.Conflict>(await bot.CommitAsync(late with { Chat = new ChatId(8), Basis = new TurnBasis(0, 0) }));
        Assert.Empty(await DraftsAsync(bot));
        Assert.Empty(await bot.EventsAsync(EventTypes.DraftWaiting));
    }

    [Fact]
    public async Task Approval_CommitsTheTurnAndTakesThePromptAlong()
    {
        var (bot, heard, draft) = await WaitingAsync();
        var turn = await SettledByAsync(bot, draft, DraftState.Approved, new TurnPart("Hello", SendNow: false));

        var row = Assert.Single((await bot.AcceptedAsync(turn)).Rows);
        Assert.Equal(row.Id, Assert.Single((await bot.AcceptedAsync(turn)).Rows).Id);

        var item = Assert.Single(await DraftsAsync(bot));
        Assert.Equal((DraftState.Approved, row.Id), (item.State, item.MessageId));
        Assert.NotNull(item.SettledAt);
        Assert.Equal(item.Id, (await Store.Conversations.ReadDraftAsync(Key(bot), draft.Id, Cancellation))!.Id);
        Assert.Null(await Store.Conversations.ReadDraftAsync(Key(bot), draft.Id + 1, Cancellation));
        Assert.Null(await Store.Conversations.ReadDraftAsync(new ChatKey(bot.Id, new ChatId(8)), draft.Id, Cancellation));
        var chat = await bot.LoadAsync();
        Assert.Equal((null, 1L), (chat.Draft, chat.Turn));
        Assert.Empty(chat.Unanswered);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
        foreach (var message in (long[])[heard, row.Id])
            Assert.Equal("what the model saw", (await PromptAsync(bot, message))!.Prompt);
        Assert.Contains("approved", Assert.Single(await bot.EventsAsync(EventTypes.DraftSettled)).Data, StringComparison.Ordinal);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn with { Id = Guid.NewGuid(), Basis = new TurnBasis(1, 1) }));
    }

    [Fact]
    public async Task Approval_OfWhatWasOvertaken_ChangesNothing()
    {
        var (bot, _, draft) = await WaitingAsync();
        var turn = await SettledByAsync(bot, draft, DraftState.Approved, new TurnPart("Hello", SendNow: false));
        await bot.HearAsync(2);

        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn));
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn with { Basis = new TurnBasis(2, 0) }));

        Assert.Equal(DraftState.Superseded, Assert.Single(await DraftsAsync(bot)).State);
        Assert.Empty((await bot.LoadAsync()).Open);
        Assert.Empty(await bot.EventsAsync(EventTypes.DraftSettled));
    }

    [Fact]
    public async Task Rejection_LeavesItsMessagesIgnored()
    {
        var (bot, heard, draft) = await WaitingAsync();
        await bot.AcceptedAsync(await SettledByAsync(bot, draft, DraftState.Rejected) with
        {
            Marks = [new InboxMark(heard, InboxState.Ignored)], FailureCode = DraftCodes.Rejected,
        });

        var message = await bot.StoredAsync(heard);
        Assert.Equal((InboxState.Ignored, "draft.rejected"), (message.Inbox, message.Code));
        Assert.Equal((DraftState.Rejected, null), (Assert.Single(await DraftsAsync(bot)).State, (await bot.LoadAsync()).Draft));
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Null((await DecisionsAsync(bot))[0].Prompt);
    }

    [Fact]
    public async Task Rejection_ForAnother_LeavesTheChatAsItWas()
    {
        var (bot, heard, draft) = await WaitingAsync();
        var settle = Settle(bot, draft, DraftState.Rejected) with { Decision = new Decision { Kind = DecisionKind.Withdrawn, Reason = DraftCodes.Again } };
        await bot.AcceptedAsync(settle);
        await bot.AcceptedAsync(settle);

        var chat = await bot.LoadAsync();
        Assert.Equal((null, 1L, 0L, heard), (chat.Draft, chat.Version, chat.Turn, chat.Unanswered.Single().Id));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
        Assert.Equal(["draft.again", "reply.written"], (await DecisionsAsync(bot)).Select(decision => decision.Reason));
        var second = await bot.AcceptedAsync(await DraftAsync(bot));
        Assert.Equal([DraftState.Waiting, DraftState.Rejected], (await DraftsAsync(bot)).Select(item => item.State));
        Assert.Equal(second.Id, (await bot.LoadAsync()).Draft!.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Draft_ThatTheChatHasOvertaken_IsMarkedOnce(bool byTheNext)
    {
        var (bot, _, draft) = await WaitingAsync();
        Assert.IsType<SliceAnswer<DraftSettled>.Conflict>(await bot.CommitAsync(Settle(bot, draft, DraftState.Superseded)));
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));
        Assert.Equal(DraftState.Superseded, Assert.Single(await DraftsAsync(bot)).State);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());

        if (byTheNext)
        {
            await bot.AcceptedAsync(bot.Mode(ModeCommand.HandBack));
            await bot.HearAsync(2);
            Assert.Equal((await bot.AcceptedAsync(await DraftAsync(bot))).Id, (await bot.LoadAsync()).Draft!.Id);
        }
        else
        {
            await bot.AcceptedAsync(Settle(bot, draft, DraftState.Superseded));
            Assert.Null((await bot.LoadAsync()).Draft);
        }

        await bot.AcceptedAsync(Settle(bot, draft, DraftState.Superseded));
        Assert.IsType<SliceAnswer<DraftSettled>.Conflict>(await bot.CommitAsync(Settle(bot, draft, DraftState.Rejected)));
        var why = Assert.Single(await DecisionsAsync(bot), decision => decision.Reason == "draft.superseded");
        Assert.Contains($"\"draftId\":{draft.Id}", why.Inputs.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(await bot.EventsAsync(EventTypes.DraftSettled));
    }

    [Fact]
    public async Task Draft_WhenItsTimeIsOver_IsToldSoAndLookedAfter()
    {
        var (bot, heard, draft) = await WaitingAsync(expires: Now.AddSeconds(-1));
        Assert.Equal(DraftState.Expired, Assert.Single(await DraftsAsync(bot)).State);
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());

        await bot.AcceptedAsync(await SettledByAsync(bot, draft, DraftState.Expired) with { Marks = [new InboxMark(heard, InboxState.Overdue)] });

        Assert.Equal((DraftState.Expired, InboxState.Overdue), (Assert.Single(await DraftsAsync(bot)).State, (await bot.StoredAsync(heard)).Inbox));
        Assert.Empty(await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Draft_ThatNobodyAskedFor_KeepsItsPlanUntilItIsSettled()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "Hello.");
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        var draft = await bot.AcceptedAsync(await DraftAsync(bot) with { Unasked = AutonomyKind.FollowUp });
        Assert.Empty(await bot.UnfinishedAsync());
        Assert.Equal(AutonomyKind.FollowUp, (await bot.LoadAsync()).Draft!.Unasked);

        var leftOff = await PlanAsync(bot, due: null) with { Draft = new DraftSettlement(draft.Id, DraftState.Rejected) };
        Assert.IsType<SliceAnswer<InitiativeStored>.Conflict>(await bot.CommitAsync(leftOff with { Id = Guid.NewGuid(), Draft = new DraftSettlement(draft.Id + 1, DraftState.Rejected) }));
        Assert.NotNull((await bot.LoadAsync()).Initiative.Pending);
        await bot.AcceptedAsync(leftOff);
        await bot.AcceptedAsync(leftOff);

        var chat = await bot.LoadAsync();
        Assert.Equal((null, null), (chat.Draft, chat.Initiative.Pending));
        Assert.Equal(DraftState.Rejected, Assert.Single(await DraftsAsync(bot)).State);
    }

    [Fact]
    public async Task Approval_IsAskedForByTheChat()
    {
        var bot = await BotAsync();
        await bot.HearAsync(1);
        Assert.Null((await bot.LoadAsync()).Approval);
        for (var basis = 0; basis < 3; basis++)
        {
            bool? wanted = basis switch { 0 => true, 1 => false, _ => null };
            await bot.AcceptedAsync(new MemorySlice
            {
                Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid(), Basis = basis, Memory = ContactMemory.Empty, AnalyzedMessages = 0,
                Card = new ContactCard { Approval = new ToldFlag(wanted) },
            });
            Assert.Equal(wanted, (await bot.LoadAsync()).Approval);
            Assert.Equal(wanted, (await Store.Queries.FindChatAsync(Key(bot), Cancellation))!.Approval);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Draft_OfAnErasedPersonOrBot_IsGone(bool wholeBot)
    {
        var (bot, _, _) = await WaitingAsync();
        Assert.True(await Store.ContainsAsync("«Kim»"));

        if (wholeBot) await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation);
        else await bot.AcceptedAsync(new EraseSlice { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Id = Guid.NewGuid() });

        Assert.False(await Store.ContainsAsync("«Kim»"));
    }

    [Fact]
    public async Task Draft_OfASealedBot_LiesOpenNowhere()
    {
        var (bot, _, _) = await WaitingAsync(sealMessages: true);
        Assert.Equal("Hello «Kim» 🙂", Assert.Single(await DraftsAsync(bot)).Text);
        Assert.False(await Store.ContainsAsync("«Kim»"));
    }

    private static ChatKey Key(TestBot bot) => new(bot.Id, TestBot.Chat);

    private async Task<(TestBot Bot, long Heard, DraftStored Draft)> WaitingAsync(DateTimeOffset? expires = null, bool sealMessages = false)
    {
        var bot = await BotAsync(sealMessages: sealMessages);
        var heard = await bot.HearAsync(1);
        return (bot, heard, await bot.AcceptedAsync(await DraftAsync(bot) with { ExpiresAt = expires ?? Now.AddHours(1) }));
    }

    private static async Task<DraftSlice> DraftAsync(TestBot bot)
    {
        var chat = await bot.LoadAsync();
        return new DraftSlice
        {
            Bot = bot.Id,
            Epoch = bot.Epoch,
            Chat = TestBot.Chat,
            Id = Guid.NewGuid(),
            Basis = new TurnBasis(chat.Version, chat.Turn),
            Text = "Hello «Kim» 🙂",
            Answers = [.. chat.Unanswered.Select(message => message.Id)],
            Decision = new Decision
            {
                Kind = DecisionKind.Drafted, Reason = "reply.written", Prompt = "what the model saw", Inputs = new DecisionInputs { MessageId = chat.Unanswered is [.., var last] ? last.Id : null },
            },
        };
    }

    private static async Task<TurnSlice> SettledByAsync(TestBot bot, DraftStored draft, DraftState state, params TurnPart[] parts)
    {
        var turn = await bot.ReplyAsync(parts);
        return turn with
        {
            Draft = new DraftSettlement(draft.Id, state),
            Decision = new Decision
            {
                Kind = state is DraftState.Approved ? DecisionKind.Answered : DecisionKind.Silent, Reason = "draft.settled",
                Inputs = new DecisionInputs { MessageId = turn.AnsweredUpTo, DraftId = draft.Id },
            },
        };
    }

    private static SettleDraftSlice Settle(TestBot bot, DraftStored draft, DraftState state) =>
        new() { Bot = bot.Id, Epoch = bot.Epoch, Chat = TestBot.Chat, Draft = new DraftSettlement(draft.Id, state) };

    private static async Task<InitiativeSlice> PlanAsync(TestBot bot, DateTimeOffset? due)
    {
        var chat = await bot.LoadAsync();
        var basis = new TurnBasis(chat.Version, chat.Turn);
        return new InitiativeSlice
        {
            Bot = bot.Id,
            Epoch = bot.Epoch,
            Chat = TestBot.Chat,
            Id = Guid.NewGuid(),
            Revision = chat.Initiative.Revision,
            For = basis,
            Pending = due is { } at ? new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = at, PlannedAt = at, Basis = basis } : null,
            Decision = new Decision { Kind = due is null ? DecisionKind.LeftOff : DecisionKind.Planned, Reason = "autonomy.due" },
        };
    }

    private async Task<DraftItem[]> DraftsAsync(TestBot bot) => (await Store.Queries.ListDraftsAsync(Key(bot), null, 100, Cancellation)).Items;

    private async Task<DecisionItem[]> DecisionsAsync(TestBot bot) => (await Store.Queries.ListDecisionsAsync(bot.Id, null, null, 100, Cancellation)).Items;

    private async Task<DecisionItem?> PromptAsync(TestBot bot, long message) =>
        await Store.Queries.FindDecisionAsync(Key(bot), await bot.StoredAsync(message), Cancellation);
}
