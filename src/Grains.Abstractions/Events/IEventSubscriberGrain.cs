using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Grains.Abstractions.Events;

/// <summary>One who handles events: a subscriber in its part of the log, or a webhook. Its grain type or key names it.</summary>
[Alias("multibot.IEventSubscriberGrain")]
public interface IEventSubscriberGrain : IGrainWithStringKey
{
    /// <summary>Handles an event that was put aside. False: it is not there (any more). Throws what the handling throws, having put it aside again.</summary>
    [Alias("Redeliver")]
    Task<bool> Redeliver(DeadEvent dead);
}
