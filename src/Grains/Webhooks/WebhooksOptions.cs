using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Webhooks;

/// <summary>Section <c>MultiBot:Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    public const string Section = "MultiBot:Webhooks";

    /// <summary>Each is one more reader of the log; a receiver that fans out takes one address for all.</summary>
    [Range(1, 10_000)]
    public int Most { get; set; } = 100;

    /// <summary>Whoever takes an event in puts it away and answers; work that lasts longer belongs behind the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After the first failure; doubled with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A receiver that was away for hours has its events within this time of its return.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest that a receiver's Retry-After is waited for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>An event that a receiver in trouble has not taken at this age is a dead letter: a night and a day to mend it, well within the log's days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Attempts at an event that the receiver refuses (4xx, a redirect): a deployment may be under way, but a refusal rarely changes.</summary>
    [Range(1, 100)]
    public int RefusalTries { get; set; } = 5;

    /// <summary>Attempts at an event that alone holds up all others; with the pauses above some four minutes.</summary>
    [Range(2, 1000)]
    public int ObstacleTries { get; set; } = 8;

    /// <summary>Events a webhook holds at most: so far others get ahead of one that fails, and so many may come twice after a crash.</summary>
    [Range(10, 100_000)]
    public int Window { get; set; } = 1000;

    /// <summary>Calls to one address at a time, each of another bot.</summary>
    [Range(1, 1000)]
    public int Width { get; set; } = 8;

    /// <summary>After so many failures of the receiver in a row, one call at a time finds out whether it is back.</summary>
    [Range(1, 1000)]
    public int FailuresUntilProbing { get; set; } = 3;

    /// <summary>How far a webhook has come is stored this often while it delivers: what came since may come twice.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan SaveEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The same while only events of no concern to it go by.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan IdleSaveEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often each webhook is woken, in case its silo died: one small read in the cluster. Busy streams would give a sign of life many times a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WakeEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls on their way are waited for this long when a webhook stops or changes; then they are cut off, and made again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SettleTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
