using MultiBot.Domain.Replies;
using MultiBot.Grains.Girls;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Telemetry;

namespace MultiBot.Grains.Bots;

/// <summary>What every BotGrain of a silo shares.</summary>
internal sealed record BotGrainSilo(
    ILeaseKeeper Keeper,
    HeldBots Held,
    ISiloIdentity Identity,
    ChatWaker Waker,
    AwakeChats Awake,
    Intake Intake,
    SessionWatch Sessions,
    IReplyGeneratorFactory Replies,
    MessageMetrics Metrics,
    LeaseMetrics LeaseMetrics,
    BotStatuses Statuses,
    TimeProvider Time);
