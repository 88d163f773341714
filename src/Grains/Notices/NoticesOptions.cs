using System.ComponentModel.DataAnnotations;
using MultiBot.Domain.Notices;

namespace MultiBot.Grains.Notices;

/// <summary>Section <c>MultiBot:Notices</c>.</summary>
public sealed class NoticesOptions
{
    public const string Section = "MultiBot:Notices";

    /// <summary>Between two notices of a bot: a person that looks at each one can still do something else. Zero: none are sent.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Before the first trouble is told: the same trouble often comes twice within moments.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Collect { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A shorter wait for Telegram is not told: it is over when it is read.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan LongFlood { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is older when it is read, since the cluster was down, is summed up in a line.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan SumUpAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What is older than this when it is read is not told.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan LeaveOutAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A notice that could not leave for so long is taken back; the next one tells it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Notices that a partition's subscriber hands over at a time: a storm is told to everybody within seconds, and the message path does not feel it.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 20;

    internal NoticeRules Rules => new()
    {
        Every = Every, Collect = Collect, LongFlood = LongFlood, SumUpAfter = SumUpAfter, LeaveOutAfter = LeaveOutAfter, StaleAfter = StaleAfter,
    };
}
