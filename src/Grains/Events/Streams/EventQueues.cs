using MultiBot.Domain.Events;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>A queue for each partition of the log.</summary>
internal sealed class EventQueues : IStreamQueueMapper
{
    private static readonly QueueId[] Queues = [.. Enumerable.Range(0, EventPartitions.Count).Select(Queue)];

    public IEnumerable<QueueId> GetAllQueues() => Queues;

    public QueueId GetQueueForStream(StreamId streamId) => Queues[EventStreams.PartitionOf(streamId.GetKeyAsString())];

    public static int PartitionOf(QueueId queue) => (int)queue.GetNumericId();

    private static QueueId Queue(int partition) =>
        QueueId.GetQueueId(EventStreams.Name, (uint)partition, (uint)partition * (uint.MaxValue / EventPartitions.Count));
}
