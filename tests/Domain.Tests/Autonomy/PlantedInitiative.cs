using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Schedules;
using Schedule = MultiBot.Domain.Schedules.Schedule;

namespace MultiBot.Domain.Tests.Autonomy;

/// <summary>The decisions, with one lie planted between them and the world; or with none, then they are as they are.</summary>
internal sealed class PlantedInitiative(AutonomyBug bug, ulong seed)
{
    private static readonly string[] Always = ["00:00-24:00"];

    private ulong _looks;

    public Initiative Of(AutonomyState chat, DayTally bot, AutonomyRules rules, DateTimeOffset now)
    {
        if (bug is AutonomyBug.OtherLuckEachTime) _looks++;
        return new Initiative(Lie(chat, rules, now), bug is AutonomyBug.DayGoneBackTo ? Back(bot, rules.PersonaDay(now)) : bot, Lie(rules), now, seed + _looks);
    }

    public AutonomyDecision Told(AutonomyDecision decision, AutonomyRules rules, DateTimeOffset now) =>
        bug is AutonomyBug.PersonasTimeOfDay && decision is AutonomyDecision.Send
            ? new AutonomyDecision.Send(TimesOfDay.Of(now, rules.PersonaZone))
            : decision;

    private AutonomyState Lie(AutonomyState chat, AutonomyRules rules, DateTimeOffset now) => bug switch
    {
        AutonomyBug.OptOutIgnored when chat.Mode is ChatMode.OptedOut => Unmoved(chat),
        AutonomyBug.TakeOverIgnored when chat.Mode is ChatMode.Human => Unmoved(chat),
        AutonomyBug.NewerMessageIgnored => Unmoved(chat),
        AutonomyBug.DayGoneBackTo => chat with { Day = Back(chat.Day, rules.ContactDay(now)) },
        AutonomyBug.SilenceOfThePersonIgnored => chat with { Unanswered = 0 },
        AutonomyBug.WishToBeLeftAloneIgnored => chat with { LeaveAloneUntil = null },
        AutonomyBug.SecondActionPlanned => chat with { Pending = null },
        _ => chat,
    };

    private AutonomyRules Lie(AutonomyRules rules) => bug switch
    {
        AutonomyBug.WindowsIgnored => rules with { Windows = Schedule.Of(new WeekWindows { Workdays = Always, Weekends = Always }, rules.Windows.Zone) },
        AutonomyBug.ChatCapIgnored => rules with { MaxPerDay = int.MaxValue },
        AutonomyBug.BotCapIgnored => rules with { MaxPerBotAndDay = int.MaxValue },
        AutonomyBug.PauseBetweenIgnored => rules with { MinBetween = TimeSpan.Zero },
        AutonomyBug.TalkInterrupted => rules with { StarterSilence = TimeSpan.Zero },
        AutonomyBug.AllAtOnceAfterDowntime => rules with { Grace = TimeSpan.FromDays(1000) },
        AutonomyBug.OldFollowUpSent => rules with { FollowUpMaxAge = TimeSpan.FromDays(1000) },
        _ => rules,
    };

    private static AutonomyState Unmoved(AutonomyState chat) => chat with { Mode = ChatMode.Persona, Basis = chat.Pending?.Basis ?? chat.Basis };

    private static DayTally Back(DayTally tally, DateOnly today) => tally.Day > today ? default : tally;
}
