using MultiBot.Domain.Chats;

namespace MultiBot.Domain.Autonomy;

/// <summary>
/// Decides whether and when a bot writes first in one chat. Pure: the same chat, rules, moment and seed decide the same.
///
/// A chat has at most one pending action. It is planned ahead (<see cref="Plan"/>, <see cref="PlanAfterAnswer"/>), so that nobody rolls dice
/// each minute, and found when it is due; then everything is decided once more (<see cref="Check"/>) on the chat as it is in the transaction
/// that claims it. Planning is advice, checking is the guard: what the check lets through was allowed at that moment by every rule.
/// </summary>
/// <param name="chat">The chat as it is.</param>
/// <param name="bot">What the bot sent on the newest day of the persona's calendar; read and raised in the claiming transaction.</param>
/// <param name="rules">Of the bot and this contact.</param>
/// <param name="now">The database's clock.</param>
/// <param name="seed">The same one for as long as decisions are to be the same; drawn once for a cluster.</param>
public sealed class Initiative(AutonomyState chat, DayTally bot, AutonomyRules rules, DateTimeOffset now, ulong seed)
{
    private readonly Dice _dice = new(seed, chat.Key);

    /// <summary>An answer has just left: perhaps a follow-up, else as <see cref="Plan"/>.</summary>
    public AutonomyDecision PlanAfterAnswer() => Silence() is { } reason ? new AutonomyDecision.Nothing(reason) : Kept() ?? FollowUp() ?? Starter();

    /// <summary>Nothing is pending, for whatever reason: a starter on the next day that the dice allow.</summary>
    public AutonomyDecision Plan() => Silence() is { } reason ? new AutonomyDecision.Nothing(reason) : Kept() ?? Starter();

    /// <summary>Model and person have agreed on a moment: planned whatever the dice say, in place of whatever is.</summary>
    public AutonomyDecision Arrange(DateTimeOffset at, string about)
    {
        var action = new PendingAction { Kind = AutonomyKind.Arranged, DueAt = at, PlannedAt = at, Basis = chat.Basis, About = about };
        return Cancelled(action) is { } reason ? new AutonomyDecision.Nothing(reason) : new AutonomyDecision.Schedule(action, AutonomyReason.Arranged);
    }

    /// <summary>What was pending is due, or so the sweep believes.</summary>
    public AutonomyDecision Check()
    {
        if (chat.Pending is not { } action) return new AutonomyDecision.Cancel(AutonomyReason.NothingPending);
        if (Cancelled() is { } cancelled) return new AutonomyDecision.Cancel(cancelled);
        if (now < action.DueAt) return new AutonomyDecision.Postpone(action.DueAt, AutonomyReason.NotDue);
        if (action.Kind is AutonomyKind.Asked) return new AutonomyDecision.Send(rules.TimeOfDay(now));
        var (from, reason) = Earliest(action.Kind);
        if (from == now) reason = Timely(action);
        if (reason is AutonomyReason.Due) return new AutonomyDecision.Send(rules.TimeOfDay(now));
        var later = rules.DeadlineOf(action) is { } deadline
            ? rules.FirstMoment(from, deadline, _dice.Roll(Draw.Delay, chat.Basis.Turn))
            : StarterMoment(from);
        if (later is { } until) return new AutonomyDecision.Postpone(until, reason);
        return new AutonomyDecision.Cancel(action.Kind is AutonomyKind.Starter ? AutonomyReason.NotDrawn : AutonomyReason.TooOld);
    }

    /// <summary>
    /// Why what is pending must never be sent, whatever the hour. Null: it stands, or there is none. Asked after each message and command
    /// too, so that a list of what is pending holds nothing that won't be.
    /// </summary>
    public AutonomyReason? Cancelled() => chat.Pending is { } action ? Cancelled(action) : null;

    private AutonomyReason? Cancelled(PendingAction action)
    {
        if (action.Kind is AutonomyKind.Asked) return Closed() ?? (action.Basis != chat.Basis ? AutonomyReason.MovedOn : null);
        if (Obstacle() is { } obstacle) return obstacle;
        if (rules.ProbabilityOf(action.Kind) <= 0) return AutonomyReason.KindOff;
        if (action.DueAt < chat.LeaveAloneUntil) return AutonomyReason.LeftAlone;
        if (action.Basis != chat.Basis) return AutonomyReason.MovedOn;
        return now >= rules.DeadlineOf(action) ? AutonomyReason.TooOld : null;
    }

    /// <summary>What no waiting changes: it ends by a message, a command or another configuration.</summary>
    private AutonomyReason? Obstacle() => !rules.Enabled ? AutonomyReason.Disabled : Closed() ?? chat switch
    {
        { LastIn: null } => AutonomyReason.NeverWrote,
        _ when chat.Unanswered >= rules.MaxUnanswered => AutonomyReason.Unanswered,
        _ when rules.MaxPerDay <= 0 || rules.MaxPerBotAndDay <= 0 => AutonomyReason.NothingAllowed,
        _ when rules.Windows.NextOpening(now) is null => AutonomyReason.NoWindows,
        _ => null,
    };

    /// <summary>What no operator's wish changes either.</summary>
    private AutonomyReason? Closed() => chat switch
    {
        { Key.Chat.Value: < 0 } => AutonomyReason.NotPrivate,
        { Mode: ChatMode.OptedOut } => AutonomyReason.OptedOut,
        { Mode: ChatMode.Blocked } => AutonomyReason.Blocked,
        { Mode: ChatMode.Human } => AutonomyReason.TakenOver,
        { Mode: ChatMode.Paused } => AutonomyReason.Paused,
        _ => null,
    };

    /// <summary>What keeps from planning.</summary>
    private AutonomyReason? Silence() =>
        Obstacle() ?? (chat.Pending is not null && Cancelled() is null ? AutonomyReason.AlreadyPending : null);

    /// <summary>From when on pauses and caps allow it, whatever the hour, and which of them counts last.</summary>
    private (DateTimeOffset At, AutonomyReason Why) Earliest(AutonomyKind kind)
    {
        var (at, why) = (now, AutonomyReason.Due);
        NotBefore(chat.LastUnsolicited + rules.MinBetween, AutonomyReason.TooSoon);
        if (kind is AutonomyKind.Starter)
        {
            NotBefore(chat.LastIn + rules.StarterSilence, AutonomyReason.Talking);
            NotBefore(chat.LastOut + rules.StarterSilence, AutonomyReason.Talking);
        }

        if (chat.Day.IsFull(rules.ContactDay(at), rules.MaxPerDay))
            NotBefore(rules.StartOfContactDay(chat.Day.FreeFrom(rules.MaxPerDay)), AutonomyReason.ChatCap);
        if (bot.IsFull(rules.PersonaDay(at), rules.MaxPerBotAndDay))
            NotBefore(rules.StartOfPersonaDay(bot.FreeFrom(rules.MaxPerBotAndDay)), AutonomyReason.BotCap);
        NotBefore(chat.LeaveAloneUntil, AutonomyReason.LeftAlone);
        NotBefore(rules.AwayUntil, AutonomyReason.OutsideWindows);
        return (at, why);

        void NotBefore(DateTimeOffset? earliest, AutonomyReason reason)
        {
            if (earliest > at) (at, why) = (earliest.Value, reason);
        }
    }

    /// <summary>Whether now is the moment, as far as hours go.</summary>
    private AutonomyReason Timely(PendingAction action)
    {
        if (now - action.DueAt > rules.Grace) return AutonomyReason.CatchUp;
        return rules.Windows.IsOpen(now) ? AutonomyReason.Due : AutonomyReason.OutsideWindows;
    }

    /// <summary>What was arranged holds although something was said since: "thank you" takes back no appointment. Null: nothing was, or its moment is past.</summary>
    private AutonomyDecision.Schedule? Kept()
    {
        if (chat.Pending is not { Kind: AutonomyKind.Arranged } arranged) return null;
        var kept = arranged with { Basis = chat.Basis };
        return Cancelled(kept) is null ? new AutonomyDecision.Schedule(kept, AutonomyReason.Arranged) : null;
    }

    /// <summary>Null: this answer is not followed up.</summary>
    private AutonomyDecision.Schedule? FollowUp()
    {
        var turn = chat.Basis.Turn;
        if (_dice.Roll(Draw.FollowUp, turn) >= rules.FollowUpProbability) return null;
        var earliest = Earliest(AutonomyKind.FollowUp).At;
        var from = earliest > now + rules.FollowUpFrom ? earliest : now + rules.FollowUpFrom;
        var deadline = now + rules.FollowUpMaxAge;
        if (from >= deadline) return null;
        var at = rules.OpenMoment(from, now + rules.FollowUpTo, _dice.Roll(Draw.FollowUpMoment, turn))
            ?? rules.FirstMoment(from, deadline, _dice.Roll(Draw.Delay, turn));
        return at is { } due ? Planned(AutonomyKind.FollowUp, due, AutonomyReason.FollowUpDrawn) : null;
    }

    private AutonomyDecision Starter()
    {
        if (rules.StarterProbability <= 0) return new AutonomyDecision.Nothing(AutonomyReason.KindOff);
        var (from, why) = Earliest(AutonomyKind.Starter);
        if (StarterMoment(from) is { } due) return Planned(AutonomyKind.Starter, due, AutonomyReason.StarterDrawn);
        return new AutonomyDecision.Nothing(IsInSight(from) ? AutonomyReason.NotDrawn : why);
    }

    /// <summary>A moment on the first day, from <paramref name="from"/> on, that is drawn and has an open one.</summary>
    private DateTimeOffset? StarterMoment(DateTimeOffset from)
    {
        if (!IsInSight(from)) return null;
        var first = rules.ContactDay(from);
        for (var day = first; day.DayNumber <= first.DayNumber + rules.Horizon; day = day.AddDays(1))
        {
            if (_dice.Roll(Draw.StarterDay, day.DayNumber) >= rules.StarterProbability) continue;
            var begin = day == first ? from : rules.StartOfContactDay(day);
            var end = rules.StartOfContactDay(day.AddDays(1));
            if (rules.OpenMoment(begin, end, _dice.Roll(Draw.StarterMoment, day.DayNumber)) is { } moment) return moment;
        }

        return null;
    }

    // «Never again» is a moment, too, and lies at the end of time.
    private bool IsInSight(DateTimeOffset moment) => moment - now <= TimeSpan.FromDays(rules.Horizon);

    private AutonomyDecision.Schedule Planned(AutonomyKind kind, DateTimeOffset due, AutonomyReason reason) =>
        new(new PendingAction { Kind = kind, DueAt = due, PlannedAt = now, Basis = chat.Basis }, reason);
}
