using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Conversations;

namespace MultiBot.Domain.Tests.Conversations.Simulation;

/// <summary>How likely each trouble is, drawn anew for every history: many are calm in most respects and wild in one.</summary>
internal sealed record Weather
{
    /// <summary>Lines of history in a prompt.</summary>
    public const int HistoryMessages = 4;

    public double StoreFailsBefore { get; init; }
    public double StoreFailsAfter { get; init; }

    /// <summary>The caller is told «unknown» and the write happens later.</summary>
    public double StoreLate { get; init; }
    public double NudgeLost { get; init; }
    public double NudgeTwice { get; init; }
    public double NudgeSlow { get; init; }

    /// <summary>A nudge starts another activation of a chat that has one.</summary>
    public double Twin { get; init; }
    public double ModelFailsOnce { get; init; }
    public double ModelFailsForGood { get; init; }
    public double ModelSlow { get; init; }
    public double AnswerLost { get; init; }
    public double ServerError { get; init; }
    public double SendSlow { get; init; }
    public double RateLimited { get; init; }
    public double Refused { get; init; }
    public double UpdateTwice { get; init; }

    public static Weather Calm { get; } = new();

    public static Weather Draw(Chance chance)
    {
        double Some(double much) => chance.Below(3) switch { 0 => 0, 1 => much / 4, _ => much };
        return new Weather
        {
            StoreFailsBefore = Some(0.2),
            StoreFailsAfter = Some(0.25),
            StoreLate = Some(0.15),
            NudgeLost = Some(0.5),
            NudgeTwice = Some(0.3),
            NudgeSlow = Some(0.3),
            Twin = Some(0.3),
            ModelFailsOnce = Some(0.3),
            ModelFailsForGood = Some(0.15),
            ModelSlow = Some(0.4),
            AnswerLost = Some(0.25),
            ServerError = Some(0.15),
            SendSlow = Some(0.3),
            RateLimited = Some(0.35),
            Refused = Some(0.05),
            UpdateTwice = Some(0.3),
        };
    }

    /// <summary>The bot's rules of one history; pauses are shortened, so that all of it fits in minutes.</summary>
    public static ConversationRules DrawRules(Chance chance) => new()
    {
        Debounce = chance.Of(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(2)),
        LongestOvertaking = chance.Of(TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)),
        MaxTyping = chance.Of(TimeSpan.Zero, TimeSpan.FromSeconds(3)),
        SendInterval = chance.Of(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
        MaxReplyAge = chance.Of(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(15)),
        MaxTextLength = 40,
        Disclosure = chance.Of(null, "An AI answers."),
        OfflineReply = chance.Of(null, null, null, "Later."),
        UncertainSends = chance.Of(UncertainPolicy.Resend, UncertainPolicy.Drop),
        IdempotentSends = chance.In(0.25),
        MaxAttempts = 2,
        MaxTransientAttempts = 4,
        RetryPause = TimeSpan.FromSeconds(1),
        MaxRetryPause = TimeSpan.FromSeconds(8),
        ForeignSendGrace = TimeSpan.FromSeconds(40),
        HistoryMessages = HistoryMessages,
        AnalyzeEvery = chance.Of<int?>(null, 2),
        Autonomy = chance.Of(AutonomyRules.Never, Eager with { MaxPerDay = chance.Of(1, 2, 3), MaxUnanswered = chance.Of(1, 2), MaxPerBotAndDay = chance.Of(1, 2, 3) }),
        AutonomySeed = (ulong)chance.Below(1_000_000),
    };

    /// <summary>Follows up within seconds, at any hour.</summary>
    private static AutonomyRules Eager { get; } = new()
    {
        Enabled = true,
        Windows = MultiBot.Domain.Schedules.Schedule.Of(new WeekWindows { Workdays = ["00:00-24:00"], Weekends = ["00:00-24:00"] }, TimeZoneInfo.Utc),
        PersonaZone = TimeZoneInfo.Utc,
        FollowUpProbability = 0.7,
        FollowUpFrom = TimeSpan.FromSeconds(2),
        FollowUpTo = TimeSpan.FromSeconds(10),
        FollowUpMaxAge = TimeSpan.FromMinutes(5),
        MinBetween = TimeSpan.FromSeconds(3),
        StarterSilence = TimeSpan.FromSeconds(3),
        Jitter = TimeSpan.FromSeconds(5),
        Grace = TimeSpan.FromSeconds(20),
    };
}
