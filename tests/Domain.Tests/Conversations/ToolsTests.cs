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

public sealed class ToolsTests
{
    private static readonly ConversationRules Rules = new()
    {
        Debounce = TimeSpan.Zero,
        Autonomy = new AutonomyRules
        {
            Enabled = true,
            Windows = Schedule.Of(new WeekWindows { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] }, TimeZoneInfo.Utc),
            PersonaZone = TimeZoneInfo.Utc,
            MaxPerDay = 2,
            MaxPerBotAndDay = 3,
        },
    };

    private static readonly ToolCall Nurse = new("remember", """{"topic":"work","text":"Is a nurse"}""", "Noted.", new ToolRequest.Remember("work", "Is a nurse"));
    private static readonly ToolCall Exam = Arranges(hours: 20);
    private static readonly ToolCall Question = new("askOperator", "{}", "Passed on.", new ToolRequest.AskOperator("May I?"));
    private static readonly ToolCall Refused = new("shell", "{}", "Refused: there is no such tool.", Request: null);

    [Fact]
    public void Calls_OfAReply_AreDoneByItsTurn()
    {
        var slice = Answer(Following(), Nurse, Exam, Question, Refused).One<ConversationEffect.Commit>().Slice;

        var memory = slice.Memory!;
        Assert.Equal((3L, 5L, new Fact("work", "Is a nurse", TestChat.Start, MemorySource.Tool)), (memory.Basis, memory.AnalyzedMessages, Assert.Single(memory.Memory.Facts)));
        var plan = slice.Plan!;
        Assert.Equal((2L, AutonomyKind.Arranged, TestChat.Start.AddHours(20), new TurnBasis(1, 1), "the exam"), (plan.Revision, plan.Pending.Kind, plan.Pending.DueAt, plan.Pending.Basis, plan.Pending.About));
        Assert.Equal((DecisionKind.Planned, "autonomy.arranged", "arranged", TestChat.Start.AddHours(20)), (plan.Decision.Kind, plan.Decision.Reason, plan.Decision.Inputs.Action, plan.Decision.Inputs.DueAt));
        Assert.Equal(1, slice.Questions);
        Assert.Equal(
            [
                new ToolRecord("remember", Nurse.Arguments, "Noted.", Done: true), new ToolRecord("writeAgain", Exam.Arguments, "Arranged.", Done: true),
                new ToolRecord("askOperator", "{}", "Passed on.", Done: true), new ToolRecord("shell", "{}", "Refused: there is no such tool.", Done: false, "tool.refused"),
            ],
            slice.Decision!.Calls);
    }

    [Fact]
    public void Turn_OnceCommitted_IsKnownToTheChat()
    {
        var chat = Answer(Following(), Nurse, Exam);
        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((3L, 2L), (chat.Mind.Memory.Revision, chat.Mind.Initiative.Revision));

        chat.Commits().Ends(new SendOutcome.Sent { SourceId = 5 }).Records();

        Assert.Equal(new StoredMemory(slice.Memory!.Memory, 4, 5), chat.Mind.Memory);
        Assert.Equal((3L, slice.Plan!.Pending, slice.Plan.Pending.Basis), (chat.Mind.Initiative.Revision, chat.Mind.Initiative.Pending, chat.Mind.Initiative.PlannedFor));
        Assert.False(chat.Has<ConversationEffect.Plan>());
        chat.Now = TestChat.Start.AddHours(20);
        Assert.Equal(new UnaskedMessage(AutonomyKind.Arranged, TimeOfDay.Morning, "the exam"), chat.After(1).One<ConversationEffect.Generate>().Unasked);
    }

    [Fact]
    public void Draft_ThatIsDropped_DoesNothing()
    {
        var chat = Following(Rules with { MinTyping = TimeSpan.FromSeconds(5), MaxTyping = TimeSpan.FromSeconds(5) });
        Answer(chat, Nurse, Exam, Question);
        Assert.False(chat.Has<ConversationEffect.Commit>());

        chat.Hears(TestChat.Message(2)).Writes("Oh!");
        chat.After(6);

        var slice = chat.One<ConversationEffect.Commit>().Slice;
        Assert.Equal((null, null, 0, 0), (slice.Memory, slice.Plan, slice.Questions, slice.Decision!.Calls.Count));
    }

    [Fact]
    public void Turn_ThatTheStoreRefuses_DoesNothingAndIsMadeAnew()
    {
        var chat = Answer(Following(), Nurse, Exam);
        chat.Do(new ConversationOperation.TurnAnswered(chat.One<ConversationEffect.Commit>().Ticket, new SliceAnswer<TurnCommitted>.Conflict()));
        chat.Load(Snapshot() with { Version = 1, Unanswered = [TestChat.Message(1)], Memory = new StoredMemory(ContactMemory.Empty with { Summary = "theirs" }, 4, 5) });

        var slice = Write(chat, Nurse).One<ConversationEffect.Commit>().Slice;

        Assert.Equal((4L, "theirs"), (slice.Memory!.Basis, slice.Memory.Memory.Summary));
        Assert.Null(slice.Plan);
    }

    [Fact]
    public void Words_ThatCannotBeStored_TakeTheirCallsWithThem()
    {
        var chat = Answer(Following(), Nurse, Exam, Question);
        chat.Do(new ConversationOperation.TurnRefused(chat.One<ConversationEffect.Commit>().Ticket));

        var slice = chat.One<ConversationEffect.Commit>().Slice;

        Assert.Equal((0, null, null, 0, 0), (slice.Parts.Count, slice.Memory, slice.Plan, slice.Questions, slice.Decision!.Calls.Count));
    }

    [Fact]
    public void Fact_ThatIsKnown_ChangesNothing()
    {
        var known = new StoredMemory(new ContactMemory { Facts = [new Fact("work", "is a nurse.", TestChat.Start.AddDays(-1), MemorySource.Operator)] }, 3, 5);
        var slice = Answer(Following(snapshot: Snapshot() with { Memory = known }), Nurse).One<ConversationEffect.Commit>().Slice;

        Assert.Null(slice.Memory);
        Assert.Equal((false, "tool.nothing_new"), (slice.Decision!.Calls[0].Done, slice.Decision.Calls[0].Reason));
    }

    [Fact]
    public void Moments_OfOneReply_AreOneTheLast()
    {
        var slice = Answer(Following(), Exam, Arranges(hours: 30)).One<ConversationEffect.Commit>().Slice;

        Assert.Equal(TestChat.Start.AddHours(30), slice.Plan!.Pending.DueAt);
        Assert.Equal([(false, "tool.replaced"), (true, null)], slice.Decision!.Calls.Select(call => (call.Done, call.Reason)));
    }

    [Fact]
    public void Moment_WhereNothingIsWrittenFirst_IsLeftOff()
    {
        var slice = Answer(Following(Rules with { Autonomy = Rules.Autonomy with { Enabled = false } }), Exam).One<ConversationEffect.Commit>().Slice;

        Assert.Null(slice.Plan);
        Assert.Equal((false, "autonomy.disabled"), (slice.Decision!.Calls[0].Done, slice.Decision.Calls[0].Reason));
    }

    [Fact]
    public void Moment_ArrangedByAMessageThatNobodyAskedFor_WaitsForAnAnswer()
    {
        var due = new PendingAction { Kind = AutonomyKind.Arranged, DueAt = TestChat.Start, PlannedAt = TestChat.Start, Basis = new(0, 0), About = "that" };
        var chat = Following(snapshot: Snapshot() with { Initiative = Snapshot().Initiative with { Pending = due } });

        var slice = Write(chat, Exam, Nurse).One<ConversationEffect.Commit>().Slice;

        Assert.Equal((2L, null, "autonomy.unanswered"), (slice.Initiative!.Revision, slice.Plan, slice.Decision!.Calls[0].Reason));
        Assert.NotNull(slice.Memory);
    }

    [Fact]
    public void Plan_OnItsWayToTheStore_IsWaitedFor()
    {
        var chat = Following(snapshot: Snapshot() with { Initiative = Snapshot().Initiative with { PlannedFor = null } });
        var plan = chat.One<ConversationEffect.Plan>();
        Assert.False(Answer(chat, Exam).Has<ConversationEffect.Commit>());

        chat.Do(new ConversationOperation.Planned(plan.Ticket, new SliceAnswer<InitiativeStored>.Accepted(new InitiativeStored { Revision = 3 })));

        Assert.Equal(3, chat.One<ConversationEffect.Commit>().Slice.Plan!.Revision);
    }

    private static ToolCall Arranges(int hours) => new("writeAgain", $"{{\"in\":{hours}}}", "Arranged.", new ToolRequest.WriteAgain(TestChat.Start.AddHours(hours), "the exam"));

    private static ChatSnapshot Snapshot() => TestChat.Snapshot() with
    {
        Memory = new StoredMemory(ContactMemory.Empty, 3, 5),
        Initiative = new StoredInitiative { Revision = 2, PlannedFor = new(0, 0), LastIn = TestChat.Start.AddDays(-2), LastOut = TestChat.Start.AddDays(-2) },
    };

    private static TestChat Following(ConversationRules? rules = null, ChatSnapshot? snapshot = null) => TestChat.Following(rules ?? Rules, snapshot ?? Snapshot());

    private static TestChat Answer(TestChat chat, params ToolCall[] calls) => Write(chat.Hears(TestChat.Message(1)), calls);

    private static TestChat Write(TestChat chat, params ToolCall[] calls) =>
        chat.Do(new ConversationOperation.DraftWritten(chat.One<ConversationEffect.Generate>().Ticket, "Well.") { Calls = calls });
}
