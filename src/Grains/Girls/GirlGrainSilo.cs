using MultiBot.Domain.Replies;
using MultiBot.Grains.Leases;

namespace MultiBot.Grains.Girls;

/// <summary>What every GirlGrain of a silo shares.</summary>
internal sealed record GirlGrainSilo(IReplyGeneratorFactory Replies, ChatWaker Waker, AwakeChats Awake, HeldBots Held, TimeProvider Time);
