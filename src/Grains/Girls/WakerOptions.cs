using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Girls;

/// <summary>Section <c>MultiBot:Waker</c>.</summary>
public sealed class WakerOptions
{
    public const string Section = "MultiBot:Waker";

    /// <summary>One sweep per silo, whatever the number of bots; it walks memory only.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A chat that works says so within milliseconds; twice the time a nudge may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A nudge that takes longer is given up and repeated.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan NudgeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a bot that leaves waits for its chats: a send and its record take milliseconds, a send that hangs half a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan SettleTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The same on a silo whose life is over: what isn't recorded at once is refused or can't reach the store, and the next holder waits.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan LostSettleTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a bot's unfinished chats are read from the store, in case memory was wrong.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Bots of which that is read at a time: as many as PostgreSQL is asked about in one call.</summary>
    [Range(1, 10_000)]
    public int ReadsAtOnce { get; set; } = 200;

    /// <summary>Chats of a bot that are planned for in one sweep, when all of them have to be: a bot with a hundred thousand has them planned within hours, unnoticed.</summary>
    [Range(1, 100_000)]
    public int PlansAtOnce { get; set; } = 500;
}
