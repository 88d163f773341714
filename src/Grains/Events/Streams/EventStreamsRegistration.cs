using Microsoft.Extensions.DependencyInjection;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

public static class EventStreamsRegistration
{
    /// <summary>The stream provider of the event log. Subscriptions are implicit: there is nothing to keep of them.</summary>
    public static ISiloBuilder AddEventStreams(this ISiloBuilder silo) => silo.AddPersistentStreams(
        EventStreams.Name,
        static (services, _) => ActivatorUtilities.CreateInstance<EventStreamAdapter>(services),
        static streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePartitionBalancing(static (services, _) => ActivatorUtilities.CreateInstance<EvenQueues>(services));
        });
}
