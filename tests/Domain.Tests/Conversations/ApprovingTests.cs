using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>Where an operator looks first: the draft is stored, waits, and ends with the state of the chat that it was written for.</summary>
public sealed class ApprovingTests
{
    private static readonly ConversationRules Asking = new() { Approval = true, MinTyping = TimeSpan.FromSeconds(2), MaxTyping = TimeSpan.FromSeconds(5), Disclosure = "I am an AI." };

    [Fact]
    public void Reply_IsSubmittedAtOnceAndThePersonIsShownNothing()
    {
        var chat = TestChat.Following(Asking, TestChat.Snapshot(3) with { Turn = 2 }).Hears(TestChat.Message(9));
        Assert.Equal("Generate", chat.Effects);
        Assert.Equal("Submit", chat.Writes("Hello.").Effects);

        var slice = chat.One<ConversationEffect.Submit>().Slice;
        Assert.Equal((new TurnBasis(4, 2), "Hello.", 1L, null, TestChat.Start.AddHours(1)), (slice.Basis, slice.Text, slice.Epoch, slice.Unasked, slice.ExpiresAt));
        Assert.Equal([9L], slice.Answers);
        Assert.Equal((DecisionKind.Drafted, "reply.written", 9L), (slice.Decision.Kind, slice.Decision.Reason, slice.Decision.Inputs.MessageId));
    }

    [Fact]
    public void Draft_WhenANewerMessageArrives_IsWrittenAnewHoweverLongThatGoesOn()
    {
        var chat = TestChat.Following(Asking with { LongestOvertaking = TimeSpan.Zero }).Hears(TestChat.Message(1));
        Assert.Equal("CancelDraft Generate", chat.Hears(TestChat.Message(2)).Effects);
        Assert.Equal("CancelDraft Generate", chat.Hears(TestChat.Message(3)).Effects);
    }

    [Fact]
    public void Draft_WhenStored_EndsTheWorkUntilItExpires()
    {
        var chat = Waiting();
        Assert.True(chat.Mind.Finished);
        Assert.Equal(42, chat.Mind.Waiting!.Id);
        Assert.Equal("WakeAt", chat.After(60).Effects);
        // A nudge without news only looks, and finds the same.
        Assert.Equal("Load", chat.Do(new ConversationOperation.Wake(1, null, null)).Effects);
        Assert.Equal("", chat.Load(Stored()).Effects);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Draft_FoundAfterARestart_IsNotWrittenAgain()
    {
        var chat = TestChat.Following(Asking, Stored());
        Assert.Equal("WakeAt", chat.Effects);
        Assert.Equal(TestChat.Start.AddHours(1), chat.One<ConversationEffect.WakeAt>().At);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Draft_WhenTheChatMovesOn_IsWithdrawnAndAnotherIsWrittenWithAll()
    {
        var chat = Waiting().Hears(TestChat.Message(10));
        Assert.Equal("Withdraw Generate", chat.Effects);
        var withdraw = chat.One<ConversationEffect.Withdraw>();
        Assert.Equal(new DraftSettlement(42, DraftState.Superseded), withdraw.Slice.Draft);
        Assert.Equal([9L, 10L], chat.One<ConversationEffect.Generate>().Unanswered.Select(message => message.Id));
        var generate = chat.One<ConversationEffect.Generate>().Ticket;
        Assert.False(chat.Mind.Finished);

        chat.Do(Withdrawn(withdraw, new SliceAnswer<DraftSettled>.Accepted(new DraftSettled())));
        Assert.Null(chat.Mind.Waiting);
        Assert.Equal("Submit", chat.Do(new ConversationOperation.DraftWritten(generate, "Hello again.")).Effects);
        Assert.Equal(new TurnBasis(5, 2), chat.One<ConversationEffect.Submit>().Slice.Basis);
    }

    [Fact]
    public void Draft_OfAChatThatAHumanHasTakenOver_IsWithdrawnAndNothingIsWritten()
    {
        var chat = TestChat.Following(Asking, Stored() with { Version = 5, Mode = ChatMode.Human });
        Assert.Equal("Withdraw", chat.Effects);
        Assert.False(chat.Mind.Finished);
        chat.Do(Withdrawn(chat.One<ConversationEffect.Withdraw>(), new SliceAnswer<DraftSettled>.Accepted(new DraftSettled())));
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Withdrawal_WithAnUnknownResult_IsRepeatedAndARefusedOneHasTheChatRead()
    {
        var chat = TestChat.Following(Asking, Stored() with { Version = 5, Mode = ChatMode.Human });
        var first = chat.One<ConversationEffect.Withdraw>();
        Assert.False(chat.Do(Withdrawn(first, null)).Has<ConversationEffect.Withdraw>());
        Assert.Equal(first, chat.After(1).One<ConversationEffect.Withdraw>());
        Assert.Equal("Load", chat.Do(Withdrawn(first, new SliceAnswer<DraftSettled>.Conflict())).Effects);

        Assert.Equal("", chat.Do(Withdrawn(first, new SliceAnswer<DraftSettled>.Stale(2))).Effects);
    }

    [Fact]
    public void Draft_ThatNobodyLookedAt_LeavesItsMessagesOverdue()
    {
        var chat = Waiting().After(3600);
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal(new DraftSettlement(42, DraftState.Expired), slice.Draft);
        Assert.Equal([new InboxMark(9, InboxState.Overdue)], slice.Marks);
        Assert.Equal((new TurnBasis(4, 2), 9L, "reply.too_old", 42L), (slice.Basis, slice.AnsweredUpTo, slice.Decision!.Reason, slice.Decision.Inputs.DraftId));

        chat.Commits();
        Assert.Null(chat.Mind.Waiting);
        Assert.True(chat.Mind.Finished);
    }

    [Fact]
    public void Draft_OfAMessageThatAnOperatorPutBack_WaitsAsLongAsItTakes()
    {
        var chat = TestChat.Following(Asking, TestChat.Snapshot(4) with { Unanswered = [TestChat.Message(9, requeued: true)] }).Writes("Hello.");
        Assert.Null(chat.One<ConversationEffect.Submit>().Slice.ExpiresAt);
        chat.Do(new ConversationOperation.Submitted(chat.One<ConversationEffect.Submit>().Ticket, new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = 42 })));
        Assert.Equal("", chat.After(1_000_000).Effects);
    }

    [Fact]
    public void Submission_WithAnUnknownResult_IsRepeatedAndARefusedOneHasTheChatRead()
    {
        var chat = TestChat.Following(Asking).Hears(TestChat.Message(1)).Writes("Hello.");
        var submit = chat.One<ConversationEffect.Submit>();
        Assert.False(chat.Do(new ConversationOperation.Submitted(submit.Ticket, null)).Has<ConversationEffect.Submit>());
        Assert.Equal(submit, chat.After(1).One<ConversationEffect.Submit>());
        Assert.Equal("Load", chat.Do(new ConversationOperation.Submitted(submit.Ticket, new SliceAnswer<DraftStored>.Conflict())).Effects);
        Assert.Null(chat.Mind.Waiting);
    }

    [Fact]
    public void Submission_UnderAnOldEpoch_EndsTheActivation()
    {
        var chat = TestChat.Following(Asking).Hears(TestChat.Message(1)).Writes("Hello.");
        Assert.Equal("Retire", chat.Do(new ConversationOperation.Submitted(chat.One<ConversationEffect.Submit>().Ticket, new SliceAnswer<DraftStored>.Stale(9))).Effects);
    }

    [Fact]
    public void Words_ThatCannotBeStored_ParkTheMessages()
    {
        var chat = TestChat.Following(Asking).Hears(TestChat.Message(1)).Writes("Hello.");
        chat.Do(new ConversationOperation.SubmitRefused(chat.One<ConversationEffect.Submit>().Ticket));
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((InboxState.Parked, "reply.unstorable", null), (slice.Marks.Single().State, slice.FailureCode, slice.Draft));
    }

    [Theory]
    [InlineData(null, true, "Generate")]
    [InlineData(false, true, "MarkRead ShowTyping Generate")]
    [InlineData(true, false, "Generate")]
    [InlineData(null, false, "MarkRead ShowTyping Generate")]
    public void Chat_SaysWhetherItAsks_ElseItsBotDoes(bool? chats, bool bots, string effects)
    {
        var chat = TestChat.Following(Asking with { Approval = bots }, TestChat.Snapshot() with { Approval = chats }).Hears(TestChat.Message(1));
        Assert.Equal(effects, chat.Effects.Replace("WakeAt", "", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public void Rules_ThatAskFromNowOn_HaveTheReplyWrittenAnewUnseen()
    {
        var chat = TestChat.Following(Asking with { Approval = false }).Hears(TestChat.Message(1));
        chat.Do(new ConversationOperation.Wake(1, Asking, null));
        Assert.True(chat.Has<ConversationEffect.CancelDraft>());
        Assert.Equal("Load", chat.Effects.Replace("CancelDraft", "", StringComparison.Ordinal).Trim());
        chat.Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });
        Assert.Equal("Submit", chat.Writes("Hello.").Effects);
    }

    [Fact]
    public void Draft_OfWhoIsToBeWrittenNothing_IsGivenUpWithItsMessages()
    {
        var chat = TestChat.Following(Asking, Stored() with { DoNotContact = true });
        Assert.Equal([new InboxMark(9, InboxState.Ignored)], chat.One<ConversationEffect.Commit>().Slice.Marks);
        Assert.Equal("Withdraw", chat.Commits().Effects);
    }

    [Fact]
    public void Unasked_IsSubmittedWithItsPlanUntouchedAndLeftOffWhenItExpires()
    {
        var rules = Asking with { Autonomy = Always };
        var chat = TestChat.Following(rules, Due());
        chat.Writes("How was it?");
        var slice = chat.One<ConversationEffect.Submit>().Slice;
        Assert.Equal((AutonomyKind.FollowUp, TestChat.Start.AddHours(1), DecisionKind.Drafted, "autonomy.due"), (slice.Unasked, slice.ExpiresAt, slice.Decision.Kind, slice.Decision.Reason));
        chat.Do(new ConversationOperation.Submitted(chat.One<ConversationEffect.Submit>().Ticket, new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = 42 })));
        Assert.True(chat.Mind.Finished);
        Assert.NotNull(chat.Mind.Initiative.Pending);
        Assert.Equal("WakeAt", chat.After(1800).Effects);

        var plan = chat.After(1800).One<ConversationEffect.Plan>();
        Assert.Equal((null, DecisionKind.LeftOff, "draft.expired"), (plan.Slice.Pending, plan.Slice.Decision.Kind, plan.Slice.Decision.Reason));
        Assert.Equal(new DraftSettlement(42, DraftState.Expired), plan.Slice.Draft);
        chat.Do(new ConversationOperation.Planned(plan.Ticket, new SliceAnswer<InitiativeStored>.Accepted(new InitiativeStored { Revision = 3 })));
        Assert.Null(chat.Mind.Waiting);
        Assert.Equal("", chat.After(1).Effects);
    }

    [Fact]
    public void Unasked_MayBeApprovedWhileItsHoursLast()
    {
        var hours = Always with { Windows = Schedule.Of(new WeekWindows { Workdays = ["11:00-12:20"], Weekends = ["11:00-12:20"] }, TimeZoneInfo.Utc) };
        var chat = TestChat.Following(Asking with { Autonomy = hours }, Due()).Writes("How was it?");
        Assert.Equal(TestChat.Start.AddMinutes(20), chat.One<ConversationEffect.Submit>().Slice.ExpiresAt);
    }

    private static readonly AutonomyRules Always = new()
    {
        Enabled = true,
        Windows = Schedule.Of(new WeekWindows { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] }, TimeZoneInfo.Utc),
        PersonaZone = TimeZoneInfo.Utc,
        FollowUpProbability = 1,
        FollowUpFrom = TimeSpan.FromHours(4),
        FollowUpTo = TimeSpan.FromHours(5),
        FollowUpMaxAge = TimeSpan.FromHours(8),
        MaxPerDay = 2,
        MaxPerBotAndDay = 3,
    };

    private static ChatSnapshot Due()
    {
        var basis = new TurnBasis(4, 2);
        return TestChat.Snapshot(4) with
        {
            Turn = 2,
            Initiative = new StoredInitiative
            {
                Revision = 2, PlannedFor = basis, LastIn = TestChat.Start.AddHours(-4), LastOut = TestChat.Start.AddHours(-4),
                Pending = new PendingAction { Kind = AutonomyKind.FollowUp, DueAt = TestChat.Start.AddMinutes(-1), PlannedAt = TestChat.Start.AddHours(-4), Basis = basis },
            },
        };
    }

    /// <summary>A chat in which a draft, 42, has just begun to wait.</summary>
    private static TestChat Waiting()
    {
        var chat = TestChat.Following(Asking, TestChat.Snapshot(3) with { Turn = 2 }).Hears(TestChat.Message(9)).Writes("Hello.");
        return chat.Do(new ConversationOperation.Submitted(chat.One<ConversationEffect.Submit>().Ticket, new SliceAnswer<DraftStored>.Accepted(new DraftStored { Id = 42 })));
    }

    private static ChatSnapshot Stored() => TestChat.Snapshot(4) with
    {
        Turn = 2, Unanswered = [TestChat.Message(9)], Draft = new WaitingDraft { Id = 42, Basis = new TurnBasis(4, 2), ExpiresAt = TestChat.Start.AddHours(1) },
    };

    private static ConversationOperation.Withdrawn Withdrawn(ConversationEffect.Withdraw effect, SliceAnswer<DraftSettled>? answer) => new(effect.Ticket, answer);
}
