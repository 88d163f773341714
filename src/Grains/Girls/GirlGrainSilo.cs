using Microsoft.Extensions.Options;
using MultiBot.Domain.Replies;
using MultiBot.Grains.Commands;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Telemetry;

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
    IOptions<WakerOptions> Options)
{
    public TimeSpan SettleTimeout => Keeper.Current is null ? Options.Value.LostSettleTimeout : Options.Value.SettleTimeout;
}
