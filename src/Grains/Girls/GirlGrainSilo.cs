using MultiBot.Domain.Replies;

namespace MultiBot.Grains.Girls;

/// <summary>What every GirlGrain of a silo shares.</summary>
internal sealed record GirlGrainSilo(IReplyGeneratorFactory Replies, ChatWaker Waker, TimeProvider Time);
