using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Grains.Events.Subscribers;

/// <summary>What all subscribers on this silo share.</summary>
public sealed class SubscriberSilo(
    ISubscriptions subscriptions, IDeadEvents dead, IEventLog log, TimeProvider time, IOptions<EventsOptions> options, ILogger<SubscriberSilo> logger)
{
    internal ISubscriptions Subscriptions => subscriptions;
    internal IDeadEvents Dead => dead;
    internal IEventLog Log => log;
    internal TimeProvider Time => time;
    internal EventsOptions Options { get; } = options.Value;
    internal ILogger Logger => logger;
}
