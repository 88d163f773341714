using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Conversations;

/// <summary>The clock stands at noon of a Sunday (UTC) when a test begins.</summary>
public sealed class ReplyHoursTests
{
    private static readonly DateTimeOffset Opening = TestChat.Start.AddHours(6);
    private static readonly ReplyHours Evenings = Hours("18:00-22:00");
    private static readonly ConversationRules Rules = new() { Hours = Evenings, AutonomySeed = 5 };

    [Fact]
    public void Message_WhileClosed_WaitsForTheNextOpeningAndIsAnsweredThen()
    {
        var chat = TestChat.Following(Rules).Hears(TestChat.Message(1));

        Assert.Equal("WakeAt", chat.Effects);
        var at = chat.One<ConversationEffect.WakeAt>().At;
        Assert.InRange(at, Opening, Opening.AddMinutes(10));
        Assert.False(chat.Mind.Finished);
        Assert.True(chat.Mind.AtRest);
        chat.Now = at.AddTicks(-1);
        Assert.False(chat.Do(new ConversationOperation.Tick()).Has<ConversationEffect.Generate>());
        chat.Now = at;
        Assert.True(chat.Do(new ConversationOperation.Tick()).Has<ConversationEffect.Generate>());
        Assert.Equal(Opening.AddHours(1), chat.Writes("Hello.").One<ConversationEffect.Commit>().Slice.ExpiresAt);
    }

    [Fact]
    public void Reply_ThatWaitedForAnOpening_TellsNoTime()
    {
        var chat = TestChat.Following(Rules).Hears(TestChat.Message(1));
        chat.Now = chat.One<ConversationEffect.WakeAt>().At;
        chat.Do(new ConversationOperation.Tick()).Writes("Hello.").Commits();
        Assert.Null(chat.Ends(new SendOutcome.Sent { SourceId = 5 }).One<ConversationEffect.Record>().Reply);

        chat.Records().Hears(TestChat.Message(2, chat.Now)).Writes("Hello.").Commits();
        Assert.NotNull(chat.Ends(new SendOutcome.Sent { SourceId = 6 }).One<ConversationEffect.Record>().Reply);
    }

    [Fact]
    public void Chat_ThatIsReadAfterTheOpening_HasTheSameMomentAsBefore()
    {
        var before = TestChat.Following(Rules).Hears(TestChat.Message(1)).One<ConversationEffect.WakeAt>().At;

        var chat = new TestChat { Now = Opening.AddTicks(1) };
        chat.Do(new ConversationOperation.Wake(1, Rules, null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });

        Assert.Equal(before, chat.One<ConversationEffect.WakeAt>().At);
    }

    [Fact]
    public void Message_WhileOpen_IsAnsweredAtOnce()
    {
        var chat = TestChat.Following(Rules);
        chat.Now = Opening.AddHours(1);

        Assert.True(chat.Hears(TestChat.Message(1, chat.Now)).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Message_JustBeforeTheClosing_IsAnsweredTheNextDayAndNotTooOldThen()
    {
        var chat = TestChat.Following(Rules with { Debounce = TimeSpan.FromSeconds(4) });
        chat.Now = Opening.AddHours(4).AddSeconds(-2);
        chat.Hears(TestChat.Message(1, chat.Now)).After(4);

        var at = chat.One<ConversationEffect.WakeAt>().At;
        Assert.InRange(at, Opening.AddDays(1), Opening.AddDays(1).AddMinutes(10));
        chat.Now = at;
        Assert.True(chat.Do(new ConversationOperation.Tick()).Has<ConversationEffect.Generate>());
        // Two seconds of its hour have passed before the night.
        Assert.Equal(Opening.AddDays(1).AddHours(1).AddSeconds(-2), chat.Writes("Hello.").One<ConversationEffect.Commit>().Slice.ExpiresAt);
    }

    [Fact]
    public void Message_WhoseOpenHoursHavePassed_IsOverdue()
    {
        var chat = new TestChat { Now = Opening.AddHours(1) };
        chat.Do(new ConversationOperation.Wake(1, Rules, null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });

        Assert.Equal("reply.too_old", chat.One<ConversationEffect.Commit>().Slice.FailureCode);
    }

    [Fact]
    public void Message_PutBackByAnOperator_IsAnsweredWhateverTheHour() =>
        Assert.True(TestChat.Following(Rules).Hears(TestChat.Message(1, requeued: true)).Has<ConversationEffect.Generate>());

    [Fact]
    public void Row_OfAnOperator_LeavesWhateverTheHour() =>
        Assert.True(TestChat.Following(Rules, TestChat.Snapshot(1, TestChat.Row(9, OutboxState.Pending) with { By = Author.Operator })).Has<ConversationEffect.Claim>());

    [Fact]
    public void Vacation_IsAnOpeningAtItsEnd()
    {
        var back = TestChat.Start.AddDays(40);
        var chat = TestChat.Following(Rules with { Hours = new ReplyHours(null, back) }).Hears(TestChat.Message(1));

        var at = chat.One<ConversationEffect.WakeAt>().At;
        Assert.InRange(at, back, back.AddMinutes(10));
        chat.Now = at;
        Assert.True(chat.Do(new ConversationOperation.Tick()).Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Rules_ThatOpenEarlier_AreFollowedAtOnce()
    {
        var chat = TestChat.Following(Rules).Hears(TestChat.Message(1));

        chat.Do(new ConversationOperation.Wake(1, Rules with { Hours = ReplyHours.Always }, null)).Load(TestChat.Snapshot(1) with { Unanswered = [TestChat.Message(1)] });

        Assert.True(chat.Has<ConversationEffect.Generate>());
    }

    [Fact]
    public void Chats_AtAnOpening_AreSpread()
    {
        var moments = Enumerable.Range(1, 500).Select(id => Dice(id)).ToHashSet();

        Assert.Equal(500, moments.Count);
        Assert.InRange(moments.Max() - moments.Min(), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));

        static DateTimeOffset Dice(long id)
        {
            var mind = Conversation.Begin(new ChatKey(BotId.Parse("anna"), new ChatId(id)), Guid.Empty);
            mind = mind.Apply(new ConversationOperation.Wake(1, Rules, null), TestChat.Start).Next;
            var snapshot = new ChatSnapshot { Key = mind.Key, Version = 1, Unanswered = [TestChat.Message(1)] };
            var step = mind.Apply(new ConversationOperation.Loaded(1, snapshot), TestChat.Start);
            return step.Effects.OfType<ConversationEffect.WakeAt>().Single().At;
        }
    }

    [Theory]
    [InlineData(0, 360)] // noon: at the opening
    [InlineData(359, 360)]
    [InlineData(360, 360)]
    [InlineData(400, 400)]
    [InlineData(600, 1800)] // the very end of the window: the next day's
    public void Opening_FromAnyMinute_IsTheNextOpenOne(int minutes, int opening) =>
        Assert.Equal(TestChat.Start.AddMinutes(opening), Evenings.OpensAt(TestChat.Start.AddMinutes(minutes)));

    [Theory]
    [InlineData(0, 60, 420)] // came while closed: an hour from the opening
    [InlineData(400, 60, 460)]
    [InlineData(570, 60, 1830)] // half an hour before the closing: the other half on the next day
    [InlineData(0, 600, 3360)] // four hours, four hours, two hours
    public void Age_CountsOpenHoursOnly(int came, int age, int end) =>
        Assert.Equal(TestChat.Start.AddMinutes(end), Evenings.After(TestChat.Start.AddMinutes(came), TimeSpan.FromMinutes(age)));

    [Fact]
    public void Delay_LongerThanTheWindow_StaysWithinIt()
    {
        var at = Hours("18:00-18:05").AnswersFrom(TestChat.Start, TestChat.Start, TimeSpan.FromMinutes(9));

        Assert.InRange(at, Opening.AddTicks(1), Opening.AddMinutes(5));
    }

    [Fact]
    public void WholeDays_NeverClose()
    {
        var hours = Hours("00:00-24:00");

        Assert.Equal(TestChat.Start, hours.OpensAt(TestChat.Start));
        Assert.Equal(TestChat.Start.AddDays(20), hours.After(TestChat.Start, TimeSpan.FromDays(20)));
    }

    private static ReplyHours Hours(string window) => new(Schedule.Of(new WeekWindows { Workdays = [window], Weekends = [window] }, TimeZoneInfo.Utc), null);
}
