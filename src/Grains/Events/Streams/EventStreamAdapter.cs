using Microsoft.Extensions.Options;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>
/// The stream provider <c>events</c> over the silo's tail of the log. Events get into it by the transactions of their facts only. Subscribers
/// keep their own positions, so that the provider has none to keep (docs/adr/0012).
/// </summary>
internal sealed class EventStreamAdapter(EventTail tail, IOptions<EventsOptions> options, TimeProvider time) : IQueueAdapterFactory, IQueueAdapter, IQueueAdapterCache
{
    private readonly EventQueues _queues = new();

    public string Name => EventStreams.Name;
    public bool IsRewindable => false;
    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _queues;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new EventReceiver(tail, options.Value, time, EventQueues.PartitionOf(queueId));

    public IQueueCache CreateQueueCache(QueueId queueId) => new StretchCache(options.Value.StretchesKept);

    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("An event is written in the transaction of its fact, and in no other way.");
}
