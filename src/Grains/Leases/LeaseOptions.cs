using System.ComponentModel.DataAnnotations;

namespace MultiBot.Grains.Leases;

/// <summary>Section <c>MultiBot:Lease</c>.</summary>
public sealed class LeaseOptions
{
    public const string Section = "MultiBot:Lease";

    /// <summary>Long enough for nine missed renewals, short enough that a dead silo's bots wait only seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>One row a second, however many bots the silo holds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(1);
}
