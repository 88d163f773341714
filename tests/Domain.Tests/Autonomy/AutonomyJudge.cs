using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Schedules;
using MultiBot.Domain.Tests.Schedules;

namespace MultiBot.Domain.Tests.Autonomy;

/// <summary>Watches what happens to one chat, keeps books of its own, and trusts no guard.</summary>
internal sealed class ChatBooks
{
    private readonly Dictionary<DateOnly, int> _sent = [];
    private DateTimeOffset? _lastSent;

    /// <summary>Whatever happens in the chat, by anybody.</summary>
    public int Events { get; set; }

    /// <summary><see cref="Events"/> when the pending action was planned.</summary>
    public int EventsAtPlan { get; set; }
    public int SentSinceHeard { get; set; }
    public DateTimeOffset? LastWritten { get; set; }

    public DateTimeOffset? LastSent => _lastSent;

    public int SentOn(DateOnly day) => _sent.GetValueOrDefault(day);

    public void Sent(DateOnly day, DateTimeOffset now)
    {
        _sent[day] = SentOn(day) + 1;
        (_lastSent, LastWritten) = (now, now);
        SentSinceHeard++;
        Events++;
    }
}

/// <summary>Every promise, checked at the moment it could be broken. The first that is stays.</summary>
internal sealed class AutonomyJudge
{
    private static readonly TimeSpan LatestArranged = TimeSpan.FromHours(12);

    private readonly Dictionary<DateOnly, int> _sentByBot = [];

    public string? Broken { get; private set; }

    public void Planned(AutonomyDecision.Schedule schedule, AutonomyState chat, ModelRules model, DateTimeOffset now)
    {
        var (action, rules) = (schedule.Action, model.Rules);
        Require(chat.Mode is ChatMode.Persona && chat.LastIn is not null, $"{action.Kind} is planned in {chat.Mode}");
        // Whether its moment is a good one is looked at when it has come.
        if (action.Kind is AutonomyKind.Arranged) return;
        Require(action.DueAt >= now, $"{action.Kind} is planned for the past: {action.DueAt:O} at {now:O}");
        Require(model.Watcher.IsOpen(action.DueAt), $"{action.Kind} is planned outside the windows: {action.DueAt:O}");
        if (action.Kind is not AutonomyKind.FollowUp) return;
        Require(action.DueAt >= now + rules.FollowUpFrom && action.DueAt <= now + rules.FollowUpMaxAge, $"a follow-up is planned {action.DueAt - now} after its answer");
    }

    public void PutOff(AutonomyDecision.Postpone postpone, ModelRules model, DateTimeOffset now)
    {
        Require(postpone.Until >= now, $"put off into the past: {postpone.Until:O} at {now:O}");
        Require(postpone.Reason is AutonomyReason.NotDue || model.Watcher.IsOpen(postpone.Until), $"put off to a closed moment: {postpone.Until:O}, {postpone.Reason}");
    }

    public void Sends(AutonomyDecision.Send send, AutonomyState chat, ChatBooks books, ModelRules model, DateTimeOffset now)
    {
        var (action, rules) = (chat.Pending!, model.Rules);
        Require(chat.Mode is ChatMode.Persona, $"sent in a chat that is {chat.Mode}");
        Require(rules.Enabled && model.ProbabilityOf(action.Kind) > 0, $"sent a {action.Kind} that is switched off");
        Require(!(now < chat.LeaveAloneUntil), "sent to who asked to be left alone");
        Require(books.Events == books.EventsAtPlan, "sent after a newer message or command");
        Require(model.Watcher.IsOpen(now), $"sent outside the windows, at {now:O}");
        Require(send.TimeOfDay == Greeting(TimeZoneInfo.ConvertTime(now, model.Zone).Hour), $"{send.TimeOfDay} is the wrong time of day at {now:O}");
        Require(now >= action.DueAt && now - action.DueAt <= rules.Grace, $"sent {now - action.DueAt} after it was due");
        Require(books.SentSinceHeard < rules.MaxUnanswered, "sent again without an answer");
        Require(!(now < books.LastSent + rules.MinBetween), "sent too soon after the one before");
        if (action.Kind is AutonomyKind.FollowUp) Require(now - action.PlannedAt < rules.FollowUpMaxAge, "an old follow-up was sent");
        else if (action.Kind is AutonomyKind.Arranged) Require(action.PlannedAt <= now && now - action.PlannedAt < LatestArranged, "what was arranged was sent early, or long after");
        else Require(!(now < books.LastWritten + rules.StarterSilence), "a talk was interrupted");
        Count(books, model, now);
    }

    public void Require(bool holds, string what)
    {
        if (!holds) Broken ??= what;
    }

    private void Count(ChatBooks books, ModelRules model, DateTimeOffset now)
    {
        var (day, botDay) = (DayIn(model.Zone, now), DayIn(model.Rules.PersonaZone, now));
        books.Sent(day, now);
        _sentByBot[botDay] = _sentByBot.GetValueOrDefault(botDay) + 1;
        Require(books.SentOn(day) <= model.Rules.MaxPerDay, $"{books.SentOn(day)} sent to a chat on {day:O}");
        Require(_sentByBot[botDay] <= model.Rules.MaxPerBotAndDay, $"{_sentByBot[botDay]} sent by the bot on {botDay:O}");
    }

    private static DateOnly DayIn(TimeZoneInfo zone, DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).Date);

    private static TimeOfDay Greeting(int hour) =>
        hour < 5 || hour == 23 ? TimeOfDay.Night : hour < 12 ? TimeOfDay.Morning : hour < 18 ? TimeOfDay.Day : TimeOfDay.Evening;
}

/// <summary>Rules of a bot and one contact, and a clock watcher who reads the same windows.</summary>
internal sealed record ModelRules(BotConfig Bot, string ContactZone, int MaxPerBotAndDay, int MaxUnanswered)
{
    public AutonomyRules Rules { get; } = AutonomyRules.From(Bot, ContactZone) with { MaxPerBotAndDay = MaxPerBotAndDay, MaxUnanswered = MaxUnanswered };

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(ContactZone);

    public ClockWatcher Watcher { get; } = new(Bot.Autonomy.Windows!, TimeZoneInfo.FindSystemTimeZoneById(ContactZone));

    public double ProbabilityOf(AutonomyKind kind) => kind switch
    {
        AutonomyKind.Starter => Bot.Autonomy.StartDialogProbability,
        AutonomyKind.FollowUp => Bot.Autonomy.FollowUpProbability,
        _ => 1,
    };
}
