using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Events;

/// <summary>Section <c>MultiBot:Events</c>.</summary>
public sealed class EventsOptions
{
    public const string Section = "MultiBot:Events";

    /// <summary>Long enough to look into last week, short enough that the log stays small beside the conversations.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 7;

    /// <summary>How long the figures of each bot's hours are kept: a year, and what it takes to compare a month with the same one a year ago.</summary>
    [Range(1, 36_500)]
    public int FiguresRetentionDays { get; set; } = 400;

    /// <summary>How long it can be asked why a bot wrote what it wrote, and what the model saw: longer than it takes until somebody complains.</summary>
    [Range(1, 3650)]
    public int DecisionsRetentionDays { get; set; } = 14;

    /// <summary>How often days are made and old ones forgotten; each time costs next to nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Events a silo has in memory for its readers: some 4 MB, and half a minute of a busy cluster. Who is further behind reads the store.</summary>
    [Range(100, 1_000_000)]
    public int Remembered { get; set; } = 10_000;

    /// <summary>A look without being told, in case a notification was lost: one small call.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>After a look for each event that it found, so that single ones show at once, and up to <see cref="LookPause"/> when they come by the hundreds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan LookPausePerEvent { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest between two looks when there is news: then at most a hundred a second, and nobody sees the difference.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan LookPause { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>A transaction that writes events for longer is named in the log: commits take milliseconds, two seconds at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SlowWriter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Events are read for so long after the last reader has gone: the console asks again and again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A sign of life in a quiet stream: proxies cut what is silent for a minute. Also the time after which a revoked key is noticed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SignOfLife { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A stream that has just sent waits this long for each reader of the silo, so that what comes thick and fast goes out together: none to
    /// speak of for ten readers, 200 ms for a thousand.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan PausePerReader { get; set; } = TimeSpan.FromMicroseconds(200);

    /// <summary>The longest that a call of the console's waits for events; well below the time in which it expects an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Events that a subscriber gets at once.</summary>
    [Range(1, 10_000)]
    public int StretchLimit { get; set; } = 500;

    /// <summary>
    /// A queue that has handed out events collects for this long for each of them before it hands out more: nothing to speak of for single
    /// ones, so that they come at once, and up to <see cref="StretchPause"/> when they come by the thousands.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan StretchPausePerEvent { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The longest that a queue collects.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan StretchPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Stretches in memory for each queue; a subscriber that is further behind reads the store.</summary>
    [Range(1, 10_000)]
    public int StretchesKept { get; set; } = 32;

    /// <summary>A sign of life to subscribers of a quiet partition: one whose silo died comes up again by it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SubscriberSign { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What a subscriber makes of events is stored for some seconds together: a commit for each would cost more than the events. After a crash so much is handled again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StoreEffectsEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A position is stored so often when nothing came of the events before it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StorePositionEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A subscriber that has fallen behind reads the store for so long at a time: well below the time in which Orleans expects an answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan CatchUpFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries before a subscriber puts an event aside, within some ten seconds: longer than a silo's death is felt, and other events wait meanwhile.</summary>
    [Range(1, 20)]
    public int Tries { get; set; } = 5;

    /// <summary>Between the first two tries; three times as long between each two that follow.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan PauseBetweenTries { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>A try that takes longer has failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan HandlingTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
