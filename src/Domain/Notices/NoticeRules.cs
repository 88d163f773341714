namespace MultiBot.Domain.Notices;

/// <summary>How often admins are told, and of what.</summary>
public sealed record NoticeRules
{
    /// <summary>Between two notices of a bot. Zero: none.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The first trouble seldom comes alone: for so long more is waited for.</summary>
    public TimeSpan Collect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Events that are older by the time they are read are summed up in one line.</summary>
    public TimeSpan SumUpAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Events that are older than this are not told at all.</summary>
    public TimeSpan LeaveOutAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A notice that could not leave for so long is taken back; what it said goes into the next one.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Shorter waits for Telegram are nothing to tell.</summary>
    public TimeSpan LongFlood { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Before it is looked again whether a notice has left; doubled each time.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan LastLook { get; init; } = TimeSpan.FromMinutes(5);
}
