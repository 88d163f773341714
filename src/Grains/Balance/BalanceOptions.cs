using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Balance;

/// <summary>Section <c>MultiBot:Balance</c>.</summary>
public sealed class BalanceOptions
{
    public const string Section = "MultiBot:Balance";

    /// <summary>A new silo waits this long for its share; a look costs one query.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Fraction of its share by which a silo may be over before it gives bots away: each move is a short silence.</summary>
    [Range(0.0, 1.0)]
    public double Slack { get; set; } = 0.1;

    /// <summary>Bots that move at a time. Each waits for its chats, so that a few more hardly cost.</summary>
    [Range(1, 1000)]
    public int MovesAtOnce { get; set; } = 16;

    /// <summary>The same for a silo that stops.</summary>
    [Range(1, 1000)]
    public int DrainsAtOnce { get; set; } = 64;

    /// <summary>What could not be given away by then is taken over like a dead silo's; the host itself waits half a minute for all of a stop.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
