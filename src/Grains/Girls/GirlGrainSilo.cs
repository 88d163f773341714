using Microsoft.Extensions.Options;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Commands;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Telemetry;
using Orleans.Configuration;

namespace MultiBot.Grains.Girls;

/// <summary>What every GirlGrain of a silo shares.</summary>
internal sealed record GirlGrainSilo(
    IReplyGeneratorFactory Replies,
    ChatWaker Waker,
    AwakeChats Awake,
    HeldBots Held,
    ILeaseKeeper Keeper,
    AdminDesk Desk,
    MessageMetrics Metrics,
    TimeProvider Time,
    IOptions<WakerOptions> Options,
    IOptions<ClusterOptions> Cluster)
{
    /// <summary>Of the dice of who writes first.</summary>
    public ulong Seed { get; } = ClusterSeed.Of(Cluster.Value.ClusterId);

    public TimeSpan SettleTimeout => Keeper.Current is null ? Options.Value.LostSettleTimeout : Options.Value.SettleTimeout;
}
