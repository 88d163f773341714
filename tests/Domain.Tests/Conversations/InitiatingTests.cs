using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Schedules;
using MultiBot.Domain.Storage;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Conversations;

public sealed class InitiatingTests
{
    private static readonly AutonomyRules Always = new()
    {
        Enabled = true,
        Windows = Schedule.Of(new WeekWindows { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] }, TimeZoneInfo.Utc),
        PersonaZone = TimeZoneInfo.Utc,
        FollowUpProbability = 1,
        FollowUpFrom = TimeSpan.FromHours(4),
        FollowUpTo = TimeSpan.FromHours(5),
        FollowUpMaxAge = TimeSpan.FromHours(8),
        StarterProbability = 1,
        MaxPerDay = 2,
        MaxPerBotAndDay = 3,
        MinBetween = TimeSpan.FromHours(1),
        StarterSilence = TimeSpan.FromHours(6),
    };

    private static readonly ConversationRules Rules = new() { Autonomy = Always };

    private static TurnBasis Basis => new(4, 2);

    [Fact]
    public void Chat_InWhichNothingIsPlanned_IsPlannedForOnceAtRest()
    {
        var chat = TestChat.Following(Rules, Talked());
        var plan = chat.One<ConversationEffect.Plan>().Slice;

        Assert.Equal((AutonomyKind.FollowUp, DecisionKind.Planned, "autonomy.follow_up_drawn"), (plan.Pending!.Kind, plan.Decision.Kind, plan.Decision.Reason));
        Assert.Equal((0L, Basis, plan.Pending.DueAt), (plan.Revision, plan.For, plan.Decision.Inputs.DueAt));
        Assert.Equal("", Stores(chat).Effects);
        Assert.Equal((1L, plan.Pending), (chat.Mind.Initiative.Revision, chat.Mind.Initiative.Pending));
        Assert.Equal("", chat.After(60).Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Bot_ThatDoesNotWriteFirst_PlansNothing()
    {
        Assert.Equal("", TestChat.Following(new ConversationRules(), Talked()).Effects);
        Assert.Equal("", TestChat.Following(Rules with { Replies = false }, Talked()).Effects);
        Assert.Equal("", TestChat.Following(Rules with { Running = false }, Talked()).Effects);
    }

    [Fact]
    public void Reply_ThatHasLeft_IsPlannedAfter()
    {
        var chat = TestChat.Following(Rules, Talked() with { Initiative = Heard() with { PlannedFor = Basis } });
        chat.Hears(TestChat.Message(9)).Writes("Hello.").Commits();
        Assert.False(chat.Ends(new SendOutcome.Sent { SourceId = 5 }).Has<ConversationEffect.Plan>());
        Assert.Equal(AutonomyKind.FollowUp, chat.Records().One<ConversationEffect.Plan>().Slice.Pending!.Kind);
    }

    [Fact]
    public void Answer_LongPast_IsNotFollowed()
    {
        var chat = TestChat.Following(Rules, Talked() with { Initiative = Heard(hoursAgo: 9) });
        Assert.Equal(AutonomyKind.Starter, chat.One<ConversationEffect.Plan>().Slice.Pending!.Kind);
    }

    [Fact]
    public void Silence_IsADecisionToo()
    {
        var chat = TestChat.Following(Rules, Talked() with { Mode = ChatMode.Human });
        var plan = chat.One<ConversationEffect.Plan>().Slice;
        Assert.Equal((null, DecisionKind.LeftOff, "autonomy.taken_over"), (plan.Pending, plan.Decision.Kind, plan.Decision.Reason));
        Assert.Equal("", Stores(chat).Effects);
    }

    [Fact]
    public void Plan_ThatIsDue_IsWrittenAndTakenWithItsDecision()
    {
        var chat = TestChat.Following(Rules with { Disclosure = "I am an AI." }, Due());
        var generate = chat.One<ConversationEffect.Generate>();
        Assert.Equal(new UnaskedMessage(AutonomyKind.FollowUp, TimeOfDay.Day), generate.Unasked);
        Assert.Empty(generate.Unanswered);
        Assert.False(chat.Mind.Finished);

        var turn = Write(chat, "How was it?");

        Assert.Equal((Basis, null, "I am an AI.\n\nHow was it?"), (turn.Basis, turn.AnsweredUpTo, turn.Parts.Single().Text));
        Assert.Equal((3L, 1, new DayTally(new DateOnly(2026, 3, 1), 1), 3), (turn.Initiative!.Revision, turn.Initiative.Unanswered, turn.Initiative.Day, turn.Initiative.MaxPerBotAndDay));
        Assert.Equal(TestChat.Start.AddMinutes(9), turn.ExpiresAt);
        Assert.Equal((DecisionKind.WroteFirst, "autonomy.due", "followUp", """{"instructions":["Be kind."],"lines":[]}"""), (turn.Decision!.Kind, turn.Decision.Reason, turn.Decision.Inputs.Action, turn.Decision.Prompt));

        var after = chat.Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records().One<ConversationEffect.Plan>().Slice;
        Assert.Equal((4L, null, "autonomy.unanswered"), (after.Revision, after.Pending, after.Decision.Reason));
    }

    [Fact]
    public void Plan_ThatIsDueButOutOfHours_IsPutOff()
    {
        var night = Always with { Windows = Schedule.Of(new WeekWindows { Workdays = ["20:00-22:00"], Weekends = ["20:00-22:00"] }, TimeZoneInfo.Utc), FollowUpMaxAge = TimeSpan.FromHours(24) };
        var chat = TestChat.Following(Rules with { Autonomy = night }, Due());
        var plan = chat.One<ConversationEffect.Plan>().Slice;

        Assert.Equal((DecisionKind.PutOff, "autonomy.outside_windows"), (plan.Decision.Kind, plan.Decision.Reason));
        Assert.InRange(plan.Pending!.DueAt, TestChat.Start.AddHours(8), TestChat.Start.AddHours(10));
        Assert.Equal("", Stores(chat).Effects);
    }

    [Fact]
    public void Hours_AreThoseOfTheContact()
    {
        var hours = Always with { Windows = Schedule.Of(new WeekWindows { Workdays = ["18:00-19:00"], Weekends = ["18:00-19:00"] }, TimeZoneInfo.Utc), FollowUpMaxAge = TimeSpan.FromHours(24) };
        var bishkek = new StoredMemory(new ContactMemory { TimeZone = new Guess("Asia/Bishkek", MemorySource.Analysis, TestChat.Start) }, 1, 0);
        Assert.True(TestChat.Following(Rules with { Autonomy = hours }, Due() with { Memory = bishkek }).Has<ConversationEffect.Generate>());
        Assert.False(TestChat.Following(Rules with { Autonomy = hours }, Due()).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Plan_ThatMayNeverBeDone_IsLeftOffAndThePlanMadeAnew()
    {
        var chat = TestChat.Following(Rules with { Autonomy = Always with { FollowUpProbability = 0 } }, Due());
        var left = chat.One<ConversationEffect.Plan>().Slice;
        Assert.Equal((null, true, "autonomy.kind_off"), (left.Pending, left.PlanAgain, left.Decision.Reason));

        var again = Stores(chat).One<ConversationEffect.Plan>().Slice;

        Assert.Equal((4L, AutonomyKind.Starter), (again.Revision, again.Pending!.Kind));
    }

    [Fact]
    public void Message_ThatComesWhileTheWordsAreWritten_StopsThem()
    {
        var chat = TestChat.Following(Rules, Due() with { Version = 0, Turn = 0, Initiative = DuePlan(new TurnBasis(0, 0)) });
        Assert.True(chat.Has<ConversationEffect.Generate>());

        chat.Hears(TestChat.Message(9));

        Assert.True(chat.Has<ConversationEffect.CancelDraft>());
        Assert.Null(chat.One<ConversationEffect.Generate>().Unasked);
    }

    [Fact]
    public void Words_ThatComeTooLate_AreNotSaid()
    {
        var chat = TestChat.Following(Rules, Due());
        var ticket = chat.One<ConversationEffect.Generate>().Ticket;
        chat.Now += TimeSpan.FromMinutes(30);

        chat.Do(new ConversationOperation.DraftWritten(ticket, "How was it?"));

        Assert.False(chat.Has<ConversationEffect.Commit>());
        Assert.Equal("autonomy.catch_up", chat.One<ConversationEffect.Plan>().Slice.Decision.Reason);
    }

    [Fact]
    public void Turn_ThatTheStoreRefuses_IsDecidedAnewFromWhatItHolds()
    {
        var chat = TestChat.Following(Rules with { Autonomy = Always with { FollowUpMaxAge = TimeSpan.FromDays(2) } }, Due());
        Write(chat, "How was it?");
        chat.Do(new ConversationOperation.TurnAnswered(chat.One<ConversationEffect.Commit>().Ticket, new SliceAnswer<TurnCommitted>.Conflict()));

        chat.Load(Due() with { Initiative = DuePlan(Basis) with { BotDay = new DayTally(new DateOnly(2026, 3, 1), 3) } });

        Assert.Equal((DecisionKind.PutOff, "autonomy.bot_cap"), (chat.One<ConversationEffect.Plan>().Slice.Decision.Kind, chat.One<ConversationEffect.Plan>().Slice.Decision.Reason));
    }

    [Fact]
    public void Words_ThatCannotBeHad_AreTriedAgainAndThenLeftOff()
    {
        var chat = TestChat.Following(Rules with { OfflineReply = "Later!" }, Due());
        for (var failure = 1; failure < Rules.MaxAttempts; failure++)
        {
            Fail(chat);
            Assert.Equal("WakeAt", chat.Effects);
            chat.After(100);
        }

        Fail(chat);

        var plan = chat.One<ConversationEffect.Plan>().Slice;
        Assert.Equal((null, DecisionKind.LeftOff, "llm.refused", false), (plan.Pending, plan.Decision.Kind, plan.Decision.Reason, plan.PlanAgain));
    }

    [Fact]
    public void Start_ThatAnOperatorAskedFor_NeedsNoHoursAndNoLuckButAnOpenChat()
    {
        var asked = Due() with { Initiative = DuePlan(Basis) with { Pending = DuePlan(Basis).Pending! with { Kind = AutonomyKind.Asked }, Unanswered = 3 } };
        var chat = TestChat.Following(new ConversationRules(), asked);
        var turn = Write(chat, "Hi!");
        Assert.Equal((int.MaxValue, "autonomy.asked", TestChat.Start.AddMinutes(10)), (turn.Initiative!.MaxPerBotAndDay, turn.Decision!.Reason, turn.ExpiresAt));

        var refused = TestChat.Following(new ConversationRules(), asked with { Mode = ChatMode.OptedOut }).One<ConversationEffect.Plan>().Slice;
        Assert.Equal((null, "autonomy.opted_out"), (refused.Pending, refused.Decision.Reason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_ThatTheStoreRefusesOrDoesNotAnswer_IsMadeAnewFromWhatItHolds(bool refused)
    {
        var chat = TestChat.Following(Rules, Talked());
        SliceAnswer<InitiativeStored>? answer = refused ? new SliceAnswer<InitiativeStored>.Conflict() : null;
        Assert.Equal("Load", chat.Do(new ConversationOperation.Planned(chat.One<ConversationEffect.Plan>().Ticket, answer)).Effects);
        Assert.Equal("", chat.Load(Talked()).Effects);
        Assert.True(chat.After(2).Has<ConversationEffect.Plan>());
    }

    [Fact]
    public void Plan_UnderAnOldEpoch_RetiresTheChat()
    {
        var chat = TestChat.Following(Rules, Talked());
        chat.Do(new ConversationOperation.Planned(chat.One<ConversationEffect.Plan>().Ticket, new SliceAnswer<InitiativeStored>.Stale(9)));
        Assert.True(chat.Mind.Retired);
    }

    [Fact]
    public void Answer_ToAPlanOfLongAgo_ChangesNothing()
    {
        var chat = TestChat.Following(Rules, Talked());
        Assert.Equal("", chat.Do(new ConversationOperation.Planned(99, new SliceAnswer<InitiativeStored>.Stale(9))).Effects);
        Assert.False(chat.Mind.Retired);
    }

    private static void Fail(TestChat chat) =>
        chat.Do(new ConversationOperation.DraftFailed(chat.One<ConversationEffect.Generate>().Ticket, "llm.refused", Transient: false, RetryAfter: null));

    private static TurnSlice Write(TestChat chat, string text)
    {
        chat.Do(new ConversationOperation.DraftWritten(chat.One<ConversationEffect.Generate>().Ticket, text, Prompt: new SeenPrompt(["Be kind."], [])));
        return chat.One<ConversationEffect.Commit>().Slice;
    }

    private static TestChat Stores(TestChat chat)
    {
        var plan = chat.One<ConversationEffect.Plan>();
        return chat.Do(new ConversationOperation.Planned(plan.Ticket, new SliceAnswer<InitiativeStored>.Accepted(new InitiativeStored { Revision = plan.Slice.Revision + 1 })));
    }

    /// <summary>The persona said the last word.</summary>
    private static ChatSnapshot Talked() => new() { Key = TestChat.Key, Version = Basis.Version, Turn = Basis.Turn, Initiative = Heard() };

    private static StoredInitiative Heard(double hoursAgo = 0.1) => new()
    {
        LastIn = TestChat.Start.AddHours(-hoursAgo).AddMinutes(-1), LastOut = TestChat.Start.AddHours(-hoursAgo),
    };

    private static ChatSnapshot Due() => Talked() with { Initiative = DuePlan(Basis) };

    private static StoredInitiative DuePlan(TurnBasis basis) => Heard(hoursAgo: 4) with
    {
        Revision = 3,
        PlannedFor = basis,
        Pending = new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = TestChat.Start.AddMinutes(-1), PlannedAt = TestChat.Start.AddHours(-4), Basis = basis },
    };
}
