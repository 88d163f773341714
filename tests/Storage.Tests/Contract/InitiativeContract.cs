using System.Text.Json;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class InitiativeContract : StoreContract
{
    private static readonly DateOnly Today = new(2026, 3, 4);

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Store.Clock.GetUtcNow().ToUnixTimeSeconds());

    [Fact]
    public async Task Plan_WhenStored_IsReadWithItsChatAndToldWhy()
    {
        var bot = await TalkedToAsync();
        Assert.Equal([TestBot.Chat], await UnplannedAsync(bot));
        var chat = await bot.LoadAsync();
        var (before, due) = (chat.Initiative, Now.AddHours(5));
        Assert.Equal((0L, null, null), (before.Revision, before.PlannedFor, before.Pending));
        Assert.True(before.LastOut >= before.LastIn);

        Assert.Equal(1, (await bot.AcceptedAsync(await PlanAsync(bot, due))).Revision);

        var after = (await bot.LoadAsync()).Initiative;
        var basis = new TurnBasis(chat.Version, chat.Turn);
        Assert.Equal((1L, basis), (after.Revision, after.PlannedFor));
        Assert.Equal(new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = due, PlannedAt = Now, Basis = basis }, after.Pending);
        Assert.Empty(await UnplannedAsync(bot));
        Assert.Empty(await bot.UnfinishedAsync());
        var decision = Assert.Single(await DecisionsAsync(bot), item => item.Kind is DecisionKind.Planned);
        Assert.Equal(("autonomy.follow_up_drawn", TestBot.Chat, chat.Turn), (decision.Reason, decision.ChatId, decision.Turn));
        Assert.Equal("followUp", JsonDocument.Parse(decision.Inputs).RootElement.GetProperty("action").GetString());
    }

    [Fact]
    public async Task Plan_WhenDue_IsUnfinished()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now.AddSeconds(-1)));
        Assert.Equal([TestBot.Chat], await bot.UnfinishedAsync());
    }

    [Fact]
    public async Task Plan_ForAnotherChatOrFromAnotherPlan_IsRefusedAndARepeatIsNot()
    {
        var bot = await TalkedToAsync();
        var plan = await PlanAsync(bot, Now.AddHours(1));
        var other = await PlanAsync(bot, Now.AddHours(2));
        await bot.AcceptedAsync(plan);
        Assert.Equal(1, (await bot.AcceptedAsync(plan)).Revision);
        Assert.IsType<SliceAnswer<InitiativeStored>.Conflict>(await bot.CommitAsync(other));

        var late = await PlanAsync(bot, Now.AddHours(3));
        await bot.HearAsync(2);
        Assert.IsType<SliceAnswer<InitiativeStored>.Conflict>(await bot.CommitAsync(late));
        Assert.Single(await DecisionsAsync(bot), item => item.Kind is DecisionKind.Planned);
    }

    [Fact]
    public async Task Chat_InWhichSomethingHappened_IsToBePlannedForAgain()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now.AddHours(1)));
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));
        Assert.Equal([TestBot.Chat], await UnplannedAsync(bot));

        await bot.AcceptedAsync(await PlanAsync(bot, due: null) with { PlanAgain = true });
        Assert.Equal([TestBot.Chat], await UnplannedAsync(bot));
        await bot.AcceptedAsync(await PlanAsync(bot, due: null));
        Assert.Empty(await UnplannedAsync(bot));
    }

    [Fact]
    public async Task Turn_ThatNobodyAskedFor_TakesThePlanAndIsCounted()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        var turn = await UnaskedAsync(bot);

        var row = Assert.Single((await bot.AcceptedAsync(turn)).Rows);
        Assert.Equal(row.Id, Assert.Single((await bot.AcceptedAsync(turn)).Rows).Id);

        await bot.AcceptedAsync(bot.Outcome(row, OutboxState.Sent));
        var after = (await bot.LoadAsync()).Initiative;
        Assert.Equal((2L, null, 1), (after.Revision, after.Pending, after.Unanswered));
        Assert.Equal((new DayTally(Today, 1), new DayTally(Today, 1)), (after.Day, after.BotDay));
        Assert.NotNull(after.LastUnsolicited);
        Assert.Equal([TestBot.Chat], await UnplannedAsync(bot));
        Assert.Equal("autonomy.due", Assert.Single(await DecisionsAsync(bot), item => item.Kind is DecisionKind.WroteFirst).Reason);

        await bot.HearAsync(2);
        Assert.Equal(0, (await bot.LoadAsync()).Initiative.Unanswered);
    }

    [Fact]
    public async Task Turn_ThatNobodyAskedFor_IsRefusedWhenThePlanTheHourOrTheBotsDayIsAnother()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        var turn = await UnaskedAsync(bot);

        await RefusedAsync(bot, turn with { ExpiresAt = Now.AddSeconds(-5) });
        await RefusedAsync(bot, turn with { Initiative = turn.Initiative! with { Revision = 0 } });
        await RefusedAsync(bot, turn with { Initiative = turn.Initiative! with { MaxPerBotAndDay = 0 } });
        Assert.Equal((1L, 0), ((await bot.LoadAsync()).Initiative.Revision, (await bot.LoadAsync()).Initiative.BotDay.Count));

        await bot.AcceptedAsync(turn with { Initiative = turn.Initiative! with { MaxPerBotAndDay = 1 } });
        var second = await TalkedToAsync(bot, new ChatId(8));
        await RefusedAsync(bot, second with { Initiative = second.Initiative! with { MaxPerBotAndDay = 1 } });
        await bot.AcceptedAsync(second with { Id = Guid.NewGuid(), Initiative = second.Initiative! with { MaxPerBotAndDay = 1, BotDay = Today.AddDays(1) } });
        Assert.Equal(new DayTally(Today.AddDays(1), 1), (await bot.LoadAsync()).Initiative.BotDay);
    }

    [Fact]
    public async Task Part_ThatNobodyAskedFor_DoesNotLeaveOnceThePersonWrote()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        var row = Assert.Single((await bot.AcceptedAsync(await UnaskedAsync(bot) with { Parts = [new TurnPart("Hi!", SendNow: false)] })).Rows);
        await bot.HearAsync(2);

        var refused = await bot.AcceptedAsync(bot.Claim(row));

        Assert.Equal(("chat.moved_on", OutboxState.Cancelled), (refused.Refused, refused.Row.State));
    }

    [Fact]
    public async Task Decision_OfAnAnswer_TellsWhatTheModelSaw()
    {
        var bot = await BotAsync();
        var heard = await bot.HearAsync(1);
        var decision = new Decision
        {
            Kind = DecisionKind.Answered, Reason = "reply.written", Prompt = "«Hello» 🙂", Inputs = new DecisionInputs { MessageId = heard, Model = "m", InputTokens = 7 },
        };
        var row = (await bot.AcceptedAsync(await bot.ReplyAsync(new TurnPart("Hi", SendNow: true)) with { Decision = decision })).Rows.Single();

        foreach (var message in (long[])[heard, row.Id])
        {
            var found = await Store.Queries.FindDecisionAsync(new ChatKey(bot.Id, TestBot.Chat), await bot.StoredAsync(message), Cancellation);
            Assert.Equal(("«Hello» 🙂", "reply.written", row.Turn), (found!.Prompt, found.Reason, found.Turn));
            Assert.Equal("«Hello» 🙂", await Store.Queries.FindPromptAsync(new ChatKey(bot.Id, TestBot.Chat), row.Turn, Cancellation));
            Assert.Equal(DecisionJson.Write(decision.Inputs), found.Inputs);
        }

        Assert.Null(await Store.Queries.FindPromptAsync(new ChatKey(bot.Id, TestBot.Chat), row.Turn + 1, Cancellation));
        Assert.Null(await Store.Queries.FindPromptAsync(new ChatKey(bot.Id, new ChatId(8)), row.Turn, Cancellation));
        Assert.Null(await Store.Queries.FindDecisionAsync(new ChatKey(bot.Id, new ChatId(8)), await bot.StoredAsync(row.Id), Cancellation));
        Assert.Null(Assert.Single(await DecisionsAsync(bot)).Prompt);

        // That the persona is silent from now on is told with the same turn, and hides nothing.
        await bot.AcceptedAsync(bot.Mode(ModeCommand.TakeOver));
        Assert.Equal(2, (await DecisionsAsync(bot)).Count(told => told.Turn == row.Turn));
        Assert.Equal("«Hello» 🙂", await Store.Queries.FindPromptAsync(new ChatKey(bot.Id, TestBot.Chat), row.Turn, Cancellation));
    }

    [Fact]
    public async Task Decisions_AreListedNewestFirstPageByPageAndByChat()
    {
        var bot = await BotAsync();
        for (var source = 1; source <= 3; source++)
        {
            await bot.HearAsync(source);
            await bot.AcceptedAsync(await bot.ReplyAsync() with { Decision = new Decision { Kind = DecisionKind.Silent, Reason = $"reply.{source}" } });
        }

        await bot.AcceptedAsync(bot.Mode(ModeCommand.Pause));
        await bot.AcceptedAsync(bot.Mode(ModeCommand.Pause));
        await bot.AcceptedAsync(bot.Mode(ModeCommand.Resume));

        var first = await Store.Queries.ListDecisionsAsync(bot.Id, null, null, 2, Cancellation);
        Assert.Equal(["chat.paused", "reply.3"], first.Items.Select(item => item.Reason));
        Assert.Equal(["reply.2", "reply.1"], (await Store.Queries.ListDecisionsAsync(bot.Id, TestBot.Chat, first.Next, 2, Cancellation)).Items.Select(item => item.Reason));
        Assert.Empty((await Store.Queries.ListDecisionsAsync(bot.Id, new ChatId(8), null, 2, Cancellation)).Items);
    }

    [Fact]
    public async Task Plans_AreListedWithTheirChats()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        await TalkedToAsync(bot, new ChatId(8));

        var plans = (await Store.Queries.ListPlansAsync(bot.Id, null, 10, Cancellation)).Items;

        Assert.Equal([7L, 8], plans.Select(plan => plan.Key.Chat.Value));
        Assert.Equal((await bot.LoadAsync()).Initiative, plans[0].Initiative);
        Assert.Null(plans[1].Initiative.Pending);
    }

    [Fact]
    public async Task Everything_OfAnErasedBot_IsGone()
    {
        var bot = await TalkedToAsync();
        await bot.AcceptedAsync(await PlanAsync(bot, Now));
        await bot.AcceptedAsync(await UnaskedAsync(bot) with
        {
            Decision = new Decision { Kind = DecisionKind.WroteFirst, Reason = "autonomy.due", Prompt = "what Kim said" },
        });

        Assert.True(await Store.Bots.RemoveAsync(bot.Id, erase: true, Cancellation));

        Assert.False(await Store.ContainsAsync("what Kim said"));
        Assert.Empty(await DecisionsAsync(bot));
    }

    private async Task<TestBot> TalkedToAsync()
    {
        var bot = await BotAsync();
        await bot.AnswerAsync(1, "Hello.");
        return bot;
    }

    /// <summary>Makes another chat of the bot's, and the turn that would take its plan.</summary>
    private async Task<TurnSlice> TalkedToAsync(TestBot bot, ChatId chat)
    {
        var heard = (await bot.ReceiveAsync(bot.Message(1, chat: chat))).Chats.Single().Messages.Single().Id;
        var snapshot = await bot.LoadAsync(chat: chat);
        var turn = await bot.ReplyAsync() with { Chat = chat, Basis = new TurnBasis(snapshot.Version, snapshot.Turn), AnsweredUpTo = heard };
        await bot.AcceptedAsync(turn);
        return (await UnaskedAsync(bot)) with { Chat = chat, Basis = new TurnBasis(snapshot.Version, snapshot.Turn + 1), Initiative = Claim(revision: 0) };
    }

    private async Task<InitiativeSlice> PlanAsync(TestBot bot, DateTimeOffset? due)
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
            Pending = due is { } at ? new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = at, PlannedAt = Now, Basis = basis } : null,
            Decision = new Decision
            {
                Kind = due is null ? DecisionKind.LeftOff : DecisionKind.Planned, Reason = "autonomy.follow_up_drawn", Inputs = new DecisionInputs { Action = "followUp" },
            },
        };
    }

    private async Task<TurnSlice> UnaskedAsync(TestBot bot) => await bot.ReplyAsync(new TurnPart("Hi!", SendNow: true)) with
    {
        ExpiresAt = Now.AddHours(1),
        Initiative = Claim((await bot.LoadAsync()).Initiative.Revision),
        Decision = new Decision { Kind = DecisionKind.WroteFirst, Reason = "autonomy.due" },
    };

    private static InitiativeClaim Claim(long revision) => new()
    {
        Revision = revision, Unanswered = 1, Day = new DayTally(Today, 1), BotDay = Today, MaxPerBotAndDay = 30,
    };

    private static async Task RefusedAsync(TestBot bot, TurnSlice turn) =>
        Assert.IsType<SliceAnswer<TurnCommitted>.Conflict>(await bot.CommitAsync(turn with { Id = Guid.NewGuid() }));

    private Task<IReadOnlyList<ChatId>> UnplannedAsync(TestBot bot) => Store.Conversations.ReadUnplannedAsync(bot.Id, 10, Cancellation);

    private async Task<DecisionItem[]> DecisionsAsync(TestBot bot) => (await Store.Queries.ListDecisionsAsync(bot.Id, null, null, 100, Cancellation)).Items;
}
