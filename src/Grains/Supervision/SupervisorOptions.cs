using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Supervision;

/// <summary>Section <c>MultiBot:Supervisor</c>.</summary>
public sealed class SupervisorOptions
{
    public const string Section = "MultiBot:Supervisor";

    /// <summary>How long a bot that nobody holds may wait to be noticed; a round costs one query.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the store is asked which bots this silo should keep running, in case memory was wrong.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Bots claimed in a round. One statement of some hundred milliseconds; a silo's share of the bots limits it anyway.</summary>
    [Range(1, 100_000)]
    public int MostClaims { get; set; } = 10_000;

    /// <summary>Starting a bot is a few database calls, which bots that start together share; more at once only queue there.</summary>
    [Range(1, 1000)]
    public int StartsAtOnce { get; set; } = 64;

    /// <summary>A start that hangs gives up its place.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked at whether every session still receives: some ten thousand numbers in memory.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the end of a session may take: its calls are cut at once, so that it is a matter of milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first failed start, or after the first session that got stuck, doubled with each further one up to <see cref="LongestPause"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A bot that can't be started costs next to nothing, and comes back within this time once it can.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);
}
