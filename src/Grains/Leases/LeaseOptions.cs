using System.ComponentModel.DataAnnotations;
using MultiBot.Domain.Leases;

namespace MultiBot.Grains.Leases;

/// <summary>Section <c>MultiBot:Lease</c>. The same on every silo of a cluster.</summary>
public sealed class LeaseOptions
{
    public const string Section = "MultiBot:Lease";

    /// <summary>Long enough for nine missed renewals, short enough that a dead silo's bots wait only seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sessions begin no call when the last renewal is older. It is what a silo that the others have declared dead may still do, so they
    /// wait as long: about the time in which they notice a death, so that it costs nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A user account's connection is dropped by Telegram 25 s after the last ping (core.telegram.org/api/optimisation, ping_delay_disconnect);
    /// an account on two connections at once is lost, so there is a margin.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan AccountWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>One row a second, however many bots the silo holds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A renewal that hangs is given up, so that the next one can be tried while there is time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RenewTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public LifeTerms Terms => new(FreshFor, TimeToLive, AccountWait);
}
