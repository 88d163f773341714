using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Supervision;

/// <summary>Section <c>MultiBot:Supervisor</c>.</summary>
public sealed class SupervisorOptions
{
    public const string Section = "MultiBot:Supervisor";

    /// <summary>A bot that fell over is back within this time; the round costs one query.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Starting a bot is two database calls; more at once only queue there.</summary>
    [Range(1, 1000)]
    public int StartsAtOnce { get; set; } = 32;

    /// <summary>A start that hangs gives up its place.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
