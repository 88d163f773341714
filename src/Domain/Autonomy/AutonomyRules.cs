using MultiBot.Domain.Bots;
using MultiBot.Domain.Schedules;

namespace MultiBot.Domain.Autonomy;

/// <summary>When and how often a bot may write first to one contact. Made anew when the configuration or the contact's time zone changes.</summary>
public sealed record AutonomyRules
{
    // People report accounts that write first, and Telegram restricts a reported account; a bot token can only write to who started it.
    private const int MaxPerAccount = 30;
    private const int MaxPerToken = 300;

    // Multiples of it lie as far from each other on a circle as can be: a second try does not fall beside the first.
    private const double GoldenRatio = 0.6180339887498949;
    private const int TriesAtFullWidth = 16;

    // Half a day: what could not leave in the evening may in the morning.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(12);

    public static AutonomyRules Never { get; } = new() { Windows = Schedule.Of(new WeekWindows(), TimeZoneInfo.Utc), PersonaZone = TimeZoneInfo.Utc };

    public bool Enabled { get; init; }

    /// <summary>Hours in which to write first, by the contact's clock. A configuration without any allows none.</summary>
    public required Schedule Windows { get; init; }

    /// <summary>Until then the persona is away, whatever its windows.</summary>
    public DateTimeOffset? AwayUntil { get; init; }

    /// <summary>Where the persona is: its days bound what the bot may send in all.</summary>
    public required TimeZoneInfo PersonaZone { get; init; }

    /// <summary>0–1, of a starter on a day of the contact's calendar.</summary>
    public double StarterProbability { get; init; }

    /// <summary>0–1, of a follow-up after an answer.</summary>
    public double FollowUpProbability { get; init; }

    /// <summary>Earliest and latest time of a follow-up after its answer; where no window is open then, the next opening serves.</summary>
    public TimeSpan FollowUpFrom { get; init; }
    public TimeSpan FollowUpTo { get; init; }

    /// <summary>A follow-up this long after its answer is not sent: nobody remembers what it follows.</summary>
    public TimeSpan FollowUpMaxAge { get; init; }

    /// <summary>Least time between two messages to a person that nobody asked for.</summary>
    public TimeSpan MinBetween { get; init; }

    /// <summary>A talk is started only when nobody, bot or person, wrote for so long.</summary>
    public TimeSpan StarterSilence { get; init; }

    /// <summary>For each chat and day of the contact's calendar.</summary>
    public int MaxPerDay { get; init; }

    /// <summary>For the whole bot and day of the persona's calendar.</summary>
    public int MaxPerBotAndDay { get; init; }

    /// <summary>Messages in a row that the person has not answered; then the bot is silent until the person writes. Two in a row already look needy.</summary>
    public int MaxUnanswered { get; init; } = 1;

    /// <summary>What is put off to an opening is spread over so much of it, or over the window when that is shorter.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>What is found this long after it was due has waited for the cluster, and many with it: it is spread again. A sweep comes each second.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far ahead a day is looked for, in days. A probability that draws none of a year is as good as none.</summary>
    public int Horizon { get; init; } = 366;

    private TimeZoneInfo ContactZone => Windows.Zone;

    /// <param name="bot">Checked when it was read.</param>
    /// <param name="contactZone">See <see cref="In"/>.</param>
    public static AutonomyRules From(BotConfig bot, string? contactZone) => From(bot).In(contactZone);

    /// <summary>For contacts who live by the persona's clock.</summary>
    /// <param name="bot">Checked when it was read.</param>
    public static AutonomyRules From(BotConfig bot)
    {
        var personaZone = TimeZoneInfo.FindSystemTimeZoneById(bot.Persona.TimeZone);
        var followUpTo = TimeSpan.FromHours(bot.Autonomy.FollowUpHours[1]);
        var between = TimeSpan.FromHours(bot.Autonomy.MinHoursBetween);
        return new AutonomyRules
        {
            Enabled = bot.WritesFirst,
            Windows = Schedule.Of(bot.Autonomy.Windows ?? new WeekWindows(), personaZone),
            PersonaZone = personaZone,
            AwayUntil = bot.Pacing.AwayUntil,
            StarterProbability = bot.Autonomy.StartDialogProbability,
            FollowUpProbability = bot.Autonomy.FollowUpProbability,
            FollowUpFrom = TimeSpan.FromHours(bot.Autonomy.FollowUpHours[0]),
            FollowUpTo = followUpTo,
            FollowUpMaxAge = followUpTo + Patience,
            MinBetween = between,
            StarterSilence = between,
            MaxPerDay = bot.Autonomy.MaxPerDay,
            MaxPerBotAndDay = bot.Telegram.Kind is AccountKind.User ? MaxPerAccount : MaxPerToken,
        };
    }

    /// <summary>The same for a contact elsewhere.</summary>
    /// <param name="contactZone">IANA name, as far as known. Null, or one that this machine does not know: the persona's.</param>
    public AutonomyRules In(string? contactZone) =>
        contactZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(contactZone, out var zone) ? this with { Windows = Windows.In(zone) } : this;

    public DateOnly ContactDay(DateTimeOffset instant) => LocalDays.Of(instant, ContactZone);

    public DateOnly PersonaDay(DateTimeOffset instant) => LocalDays.Of(instant, PersonaZone);

    public TimeOfDay TimeOfDay(DateTimeOffset instant) => TimesOfDay.Of(instant, ContactZone);

    internal DateTimeOffset StartOfContactDay(DateOnly day) => LocalDays.StartOf(day, ContactZone);

    internal DateTimeOffset StartOfPersonaDay(DateOnly day) => LocalDays.StartOf(day, PersonaZone);

    /// <summary>Until when the window that is open at <paramref name="from"/> stays open, to the minute, but not after <paramref name="latest"/>.</summary>
    internal DateTimeOffset OpenUntil(DateTimeOffset from, DateTimeOffset latest)
    {
        var until = from;
        while (until < latest && Windows.IsOpen(until)) until += TimeSpan.FromMinutes(1);
        return until < latest ? until : latest;
    }

    /// <summary>Of what was arranged and asked for the dice have nothing to say.</summary>
    internal double ProbabilityOf(AutonomyKind kind) => kind switch
    {
        AutonomyKind.Starter => StarterProbability,
        AutonomyKind.FollowUp => FollowUpProbability,
        _ => 1,
    };

    /// <summary>Until when it may be sent; of a starter only the day counts.</summary>
    internal DateTimeOffset? DeadlineOf(PendingAction action) => action.Kind switch
    {
        AutonomyKind.FollowUp => action.PlannedAt + FollowUpMaxAge,
        AutonomyKind.Arranged => action.PlannedAt + Patience,
        _ => null,
    };

    /// <summary>An open moment in [from, to), drawn by <paramref name="roll"/> (0 ≤ roll &lt; 1). Null: none is open.</summary>
    internal DateTimeOffset? OpenMoment(DateTimeOffset from, DateTimeOffset to, double roll)
    {
        if (Windows.NextOpening(from) is not { } opening || opening >= to) return null;
        var width = to - opening;
        for (var tries = 1; width > TimeSpan.Zero; tries++)
        {
            var moment = opening + (width * roll);
            if (moment < to && Windows.IsOpen(moment)) return moment;
            roll = (roll + GoldenRatio) % 1;
            // Little of it is open: nearer and nearer to what surely is.
            if (tries >= TriesAtFullWidth) width /= 2;
        }

        return opening;
    }

    /// <summary>An open moment soon after <paramref name="from"/>, spread by <see cref="Jitter"/>. Null: none before <paramref name="deadline"/>.</summary>
    internal DateTimeOffset? FirstMoment(DateTimeOffset from, DateTimeOffset deadline, double roll)
    {
        if (Windows.NextOpening(from) is not { } opening || opening >= deadline) return null;
        return OpenMoment(opening, opening + Jitter < deadline ? opening + Jitter : deadline, roll) ?? opening;
    }
}
