using System.Globalization;
using System.Text.Json;
using CsCheck;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Schedules;
using MultiBot.Domain.Tests.Schedules;

namespace MultiBot.Domain.Tests.Autonomy;

public class InitiativeTests
{
    private static readonly DateTimeOffset Noon = At("2026-11-20T12:00:00+06:00");
    private static readonly AutonomyRules Rules = TestAutonomy.Rules();
    private static readonly AutonomyState Chat = TestAutonomy.Chat(1, Noon.AddDays(-3));

    [Fact]
    public void PlanAfterAnswer_WhenAFollowUpIsDrawn_FallsIntoItsHoursWhereAWindowIsOpen()
    {
        var rules = Rules with { FollowUpProbability = 1 };
        for (ulong seed = 0; seed < 100; seed++)
        {
            var schedule = Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, rules, Noon, seed).PlanAfterAnswer());

            Assert.Equal((AutonomyKind.FollowUp, AutonomyReason.FollowUpDrawn), (schedule.Action.Kind, schedule.Reason));
            // Four to twelve hours after noon; the evening's window is 18:00-23:00.
            Assert.InRange(schedule.Action.DueAt, Noon.AddHours(6), Noon.AddHours(11));
            Assert.Equal((Noon, Chat.Basis), (schedule.Action.PlannedAt, schedule.Action.Basis));
        }
    }

    [Fact]
    public void PlanAfterAnswer_WhenItsHoursAreAllClosed_WaitsForTheNextOpening()
    {
        var rules = Rules with { FollowUpProbability = 1, FollowUpFrom = TimeSpan.FromHours(2), FollowUpTo = TimeSpan.FromHours(3), FollowUpMaxAge = TimeSpan.FromHours(15) };
        var schedule = Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, rules, Noon).PlanAfterAnswer());

        Assert.InRange(schedule.Action.DueAt, Noon.AddHours(6), Noon.AddHours(6) + rules.Jitter);
    }

    [Fact]
    public void PlanAfterAnswer_WhenTheNextOpeningIsTooFar_PlansAStarter()
    {
        var rules = Rules with { FollowUpProbability = 1, FollowUpFrom = TimeSpan.FromHours(2), FollowUpTo = TimeSpan.FromHours(3), FollowUpMaxAge = TimeSpan.FromHours(5), StarterProbability = 1 };
        var schedule = Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, rules, Noon).PlanAfterAnswer());

        Assert.Equal(AutonomyKind.Starter, schedule.Action.Kind);
    }

    /// <summary>The narrowest window is hit, and no day with one is left out: only clocks that skip it may keep it closed for some days.</summary>
    [Fact]
    public void Starter_OnEveryDay_ComesWithinTheFirstWindowsWhateverTheyAre()
    {
        var clocks = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 59], (hour, minute) => $"{hour:00}:{minute:00}");
        var windows = Gen.Select(clocks, clocks, (start, end) => $"{start}-{end}").Where(text => TimeWindow.TryParse(text, out _)).Array[1, 3];
        var zones = Gen.OneOf("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati", "UTC");
        var moments = Gen.Long[0, 366L * 24 * 3600].Select(second => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(second));
        Gen.Select(windows, zones, moments, Gen.ULong).Sample(
            (texts, zone, now, seed) =>
            {
                var hours = new WeekWindows { Workdays = texts, Weekends = texts };
                var rules = AutonomyRules.From(TestAutonomy.Bot(hours), zone) with { StarterProbability = 1 };
                var due = Assert.IsType<AutonomyDecision.Schedule>(Decide(TestAutonomy.Chat(1, now.AddDays(-3)), rules, now, seed).Plan()).Action.DueAt;

                Assert.InRange(due, now, now.AddHours(50));
                Assert.True(new ClockWatcher(hours, TimeZoneInfo.FindSystemTimeZoneById(zone)).IsOpen(due));
            },
            iter: 20_000);
    }

    /// <summary>Over many chats and days, each as often as its probability says.</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.6)]
    public void Starter_OverManyChats_ComesOnSoManyOfTheDays(double probability)
    {
        var rules = Rules with { StarterProbability = probability };
        var today = Enumerable.Range(1, 4000).Count(chat =>
            Decide(TestAutonomy.Chat(chat, Noon.AddDays(-3)), rules, Noon).Plan() is AutonomyDecision.Schedule schedule && schedule.Action.DueAt < Noon.AddHours(12));

        Assert.InRange(today / 4000.0, probability - 0.03, probability + 0.03);
    }

    [Fact]
    public void Starter_PlannedAgainOnADayThatWasNotDrawn_HasNoSecondChance()
    {
        var rules = Rules with { StarterProbability = 0.25 };
        var first = Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, rules, Noon).Plan()).Action.DueAt;
        for (var later = Noon; later < first.AddHours(-6); later = later.AddHours(1))
            Assert.Equal(rules.ContactDay(first), rules.ContactDay(Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, rules, later).Plan()).Action.DueAt));
    }

    [Fact]
    public void Check_WhenAllHolds_TellsTheTimeOfDayWhereTheContactIs()
    {
        Assert.Equal(new AutonomyDecision.Send(TimeOfDay.Day), Check(Pending(AutonomyKind.Starter), Rules, Noon));
        Assert.Equal(new AutonomyDecision.Send(TimeOfDay.Evening), Check(Pending(AutonomyKind.Starter, Noon.AddHours(8)), Rules, Noon.AddHours(8)));
    }

    [Fact]
    public void Check_WhatCancels_IsTold()
    {
        var pending = Pending(AutonomyKind.FollowUp);

        Assert.Equal(AutonomyReason.NothingPending, Cancelled(Chat));
        Assert.Equal(AutonomyReason.OptedOut, Cancelled(pending with { Mode = ChatMode.OptedOut }));
        Assert.Equal(AutonomyReason.Blocked, Cancelled(pending with { Mode = ChatMode.Blocked }));
        Assert.Equal(AutonomyReason.TakenOver, Cancelled(pending with { Mode = ChatMode.Human }));
        Assert.Equal(AutonomyReason.Paused, Cancelled(pending with { Mode = ChatMode.Paused }));
        Assert.Equal(AutonomyReason.MovedOn, Cancelled(pending with { Basis = Chat.Basis with { Version = 8 } }));
        Assert.Equal(AutonomyReason.MovedOn, Cancelled(pending with { Basis = Chat.Basis with { Turn = 8 } }));
        Assert.Equal(AutonomyReason.LeftAlone, Cancelled(pending with { LeaveAloneUntil = DateTimeOffset.MaxValue }));
        Assert.Equal(AutonomyReason.NeverWrote, Cancelled(pending with { LastIn = null }));
        Assert.Equal(AutonomyReason.NotPrivate, Cancelled(pending with { Key = new ChatKey(pending.Key.Bot, new ChatId(-5)) }));
        Assert.Equal(AutonomyReason.Unanswered, Cancelled(pending with { Unanswered = 1 }));
        Assert.Equal(AutonomyReason.Disabled, Cancelled(pending, Rules with { Enabled = false }));
        Assert.Equal(AutonomyReason.KindOff, Cancelled(pending, Rules with { FollowUpProbability = 0 }));
        Assert.Equal(AutonomyReason.NothingAllowed, Cancelled(pending, Rules with { MaxPerDay = 0 }));
        Assert.Equal(AutonomyReason.NothingAllowed, Cancelled(pending, Rules with { MaxPerBotAndDay = 0 }));
        Assert.Equal(AutonomyReason.NoWindows, Cancelled(pending, TestAutonomy.Rules(windows: null)));
        Assert.Equal(AutonomyReason.TooOld, Cancelled(pending with { Pending = pending.Pending! with { PlannedAt = Noon - Rules.FollowUpMaxAge } }));

        AutonomyReason Cancelled(AutonomyState chat, AutonomyRules? rules = null) => Assert.IsType<AutonomyDecision.Cancel>(Check(chat, rules ?? Rules, Noon)).Reason;
    }

    [Fact]
    public void Check_WhatPutsOff_IsToldAndUntilWhen()
    {
        var pending = Pending(AutonomyKind.FollowUp);
        var today = new DayTally(new DateOnly(2026, 11, 20), 2);
        var (evening, tomorrow) = (Noon.AddHours(6), Noon.AddHours(22));
        var rules = Rules with { FollowUpMaxAge = TimeSpan.FromHours(48) };

        PutsOff(AutonomyReason.NotDue, Noon, TimeSpan.Zero, pending, Noon.AddHours(-1));
        PutsOff(AutonomyReason.OutsideWindows, evening, Rules.Jitter, Pending(AutonomyKind.FollowUp, Noon.AddHours(2)), Noon.AddHours(2));
        PutsOff(AutonomyReason.CatchUp, evening, Rules.Jitter, pending, Noon.AddHours(3));
        PutsOff(AutonomyReason.TooSoon, evening, Rules.Jitter, pending with { LastUnsolicited = Noon.AddHours(-3) });
        PutsOff(AutonomyReason.ChatCap, tomorrow, Rules.Jitter, pending with { Day = today });
        PutsOff(AutonomyReason.BotCap, tomorrow, Rules.Jitter, pending, bot: today with { Count = Rules.MaxPerBotAndDay });

        void PutsOff(AutonomyReason reason, DateTimeOffset from, TimeSpan spread, AutonomyState chat, DateTimeOffset? now = null, DayTally bot = default)
        {
            var postpone = Assert.IsType<AutonomyDecision.Postpone>(new Initiative(chat, bot, rules, now ?? Noon, 1).Check());
            Assert.Equal(reason, postpone.Reason);
            Assert.InRange(postpone.Until, from, from + spread);
        }
    }

    [Fact]
    public void Check_OfManyAfterAWeekOfDowntime_SendsNoneAtOnceAndSpreadsTheRest()
    {
        var rules = Rules with { StarterProbability = 0.5 };
        var back = Noon.AddDays(7);
        var decisions = Enumerable.Range(1, 2000)
            .Select(number => TestAutonomy.Chat(number, Noon.AddDays(-3)) with { Pending = Pending(number % 2 == 0 ? AutonomyKind.Starter : AutonomyKind.FollowUp).Pending })
            .Select(chat => Check(chat, rules, back)).ToList();

        Assert.Equal(1000, decisions.Count(decision => decision is AutonomyDecision.Cancel { Reason: AutonomyReason.TooOld }));
        var until = decisions.OfType<AutonomyDecision.Postpone>().Where(postpone => postpone.Reason is AutonomyReason.CatchUp).Select(postpone => postpone.Until).ToList();
        Assert.Equal(1000, until.Count);
        // Half of them are drawn for today, and leave in the hour until 13:00 and the five of the evening.
        Assert.InRange(until.Count(at => at < back.AddHours(12)), 400, 600);
        Assert.InRange(until.GroupBy(at => at.UtcTicks / TimeSpan.TicksPerMinute).Max(minute => minute.Count()), 1, 10);
    }

    [Fact]
    public void After_Sent_CountsAndIsSilentUntilThePersonWrites()
    {
        var sent = Pending(AutonomyKind.Starter).After(new AutonomyDecision.Send(TimeOfDay.Day), Rules, Noon);

        Assert.Equal((null, 1, Noon, new DayTally(new DateOnly(2026, 11, 20), 1)), (sent.Pending, sent.Unanswered, sent.LastUnsolicited, sent.Day));
        Assert.Equal(AutonomyReason.Unanswered, Decide(sent, Rules with { StarterProbability = 1 }, Noon.AddDays(30)).Plan().Reason);
        Assert.IsType<AutonomyDecision.Schedule>(Decide(sent with { Unanswered = 0 }, Rules with { StarterProbability = 1 }, Noon.AddDays(30)).Plan());
    }

    [Theory]
    [InlineData(AutonomyKind.Starter)]
    [InlineData(AutonomyKind.FollowUp)]
    public void Plan_WhenSomethingStandsAlready_PlansNothing(AutonomyKind kind)
    {
        Assert.Equal(new AutonomyDecision.Nothing(AutonomyReason.AlreadyPending), Decide(Pending(kind), Rules, Noon).Plan());
        Assert.IsType<AutonomyDecision.Schedule>(Decide(Pending(kind) with { Basis = new(8, 8) }, Rules with { StarterProbability = 1 }, Noon).Plan());
    }

    [Fact]
    public void Arrangement_OutlastsWhatIsSaidUntilItsMomentIsPast()
    {
        var noDice = Rules with { StarterProbability = 0, FollowUpProbability = 0 };
        var at = Noon.AddHours(7);
        var action = Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat, noDice, Noon).Arrange(at, "the exam")).Action;
        Assert.Equal((AutonomyKind.Arranged, at, at, Chat.Basis, "the exam"), (action.Kind, action.DueAt, action.PlannedAt, action.Basis, action.About));

        var moved = Chat with { Pending = action, Basis = new(8, 8) };
        Assert.Equal(new AutonomyDecision.Cancel(AutonomyReason.MovedOn), Check(moved, noDice, at));
        var kept = Assert.IsType<AutonomyDecision.Schedule>(Decide(moved, noDice, Noon).PlanAfterAnswer());
        Assert.Equal((action with { Basis = moved.Basis }, AutonomyReason.Arranged), (kept.Action, kept.Reason));
        Assert.IsType<AutonomyDecision.Send>(Check(moved with { Pending = kept.Action }, noDice, at));

        Assert.Equal(new AutonomyDecision.Nothing(AutonomyReason.KindOff), Decide(moved, noDice, at.AddHours(12)).Plan());
        Assert.Equal(new AutonomyDecision.Cancel(AutonomyReason.TooOld), Check(moved with { Pending = kept.Action }, noDice, at.AddHours(12)));
    }

    [Fact]
    public void Arrangement_KeepsToTheRulesOfWritingFirst()
    {
        var night = Pending(AutonomyKind.Arranged, Noon.AddHours(-3));
        var early = night with { Pending = night.Pending! with { PlannedAt = Noon.AddHours(-3) } };
        var postponed = Assert.IsType<AutonomyDecision.Postpone>(Check(Pending(AutonomyKind.Arranged, Noon.AddHours(2)) with { }, Rules, Noon.AddHours(2)));
        Assert.Equal(AutonomyReason.OutsideWindows, postponed.Reason);
        Assert.InRange(postponed.Until, Noon.AddHours(6), Noon.AddHours(7));
        Assert.Equal(AutonomyReason.CatchUp, Check(early, Rules, Noon).Reason);
        Assert.Equal(new AutonomyDecision.Cancel(AutonomyReason.OptedOut), Check(early with { Mode = ChatMode.OptedOut }, Rules, Noon));
        // The next day that has room is too far from what was agreed.
        Assert.Equal(new AutonomyDecision.Cancel(AutonomyReason.TooOld), Check(Pending(AutonomyKind.Arranged) with { Day = new DayTally(new DateOnly(2026, 11, 20), 2) }, Rules, Noon));

        Assert.Equal(AutonomyReason.Unanswered, Decide(Chat with { Unanswered = 1 }, Rules, Noon).Arrange(Noon.AddHours(7), "x").Reason);
        Assert.Equal(AutonomyReason.Disabled, Decide(Chat, Rules with { Enabled = false }, Noon).Arrange(Noon.AddHours(7), "x").Reason);
        Assert.Equal(AutonomyReason.LeftAlone, Decide(Chat with { LeaveAloneUntil = DateTimeOffset.MaxValue }, Rules, Noon).Arrange(Noon.AddHours(7), "x").Reason);
    }

    [Fact]
    public void Plan_ForWhoAskedToBeLeftAlone_WaitsOrNeverComes()
    {
        var rules = Rules with { StarterProbability = 1 };
        var until = Noon.AddDays(20);

        Assert.InRange(Assert.IsType<AutonomyDecision.Schedule>(Decide(Chat with { LeaveAloneUntil = until }, rules, Noon).Plan()).Action.DueAt, until, until.AddDays(1));
        Assert.Equal(new AutonomyDecision.Nothing(AutonomyReason.LeftAlone), Decide(Chat with { LeaveAloneUntil = DateTimeOffset.MaxValue }, rules, Noon).PlanAfterAnswer());
    }

    [Fact]
    public void Plan_WhenNoDayOfAYearIsDrawn_SaysSo() =>
        Assert.Equal(new AutonomyDecision.Nothing(AutonomyReason.NotDrawn), Decide(Chat, Rules with { StarterProbability = 1e-12 }, Noon).Plan());

    /// <summary>They are stored and shown: a change of any is a change for whoever reads them.</summary>
    [Fact]
    public void Reasons_HaveTheseNames() => Assert.Equal(
        "starterDrawn=0 followUpDrawn=1 asked=2 arranged=3 due=10 disabled=20 noWindows=21 nothingAllowed=22 kindOff=23 notDrawn=24 notPrivate=25 neverWrote=26 optedOut=27 "
        + "takenOver=28 paused=29 blocked=30 leftAlone=31 unanswered=32 movedOn=33 tooOld=34 alreadyPending=35 nothingPending=36 notDue=50 "
        + "outsideWindows=51 chatCap=52 botCap=53 tooSoon=54 talking=55 catchUp=56 later=57",
        string.Join(' ', Enum.GetValues<AutonomyReason>().Select(reason => string.Create(CultureInfo.InvariantCulture, $"{JsonNamingPolicy.CamelCase.ConvertName(reason.ToString())}={(int)reason}"))));

    private static Initiative Decide(AutonomyState chat, AutonomyRules rules, DateTimeOffset now, ulong seed = 1) => new(chat, default, rules, now, seed);

    private static AutonomyDecision Check(AutonomyState chat, AutonomyRules rules, DateTimeOffset now) => Decide(chat, rules, now).Check();

    private static AutonomyState Pending(AutonomyKind kind, DateTimeOffset? due = null) =>
        Chat with { Pending = new PendingAction { Kind = kind, DueAt = due ?? Noon, PlannedAt = Noon.AddHours(-5), Basis = Chat.Basis } };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
