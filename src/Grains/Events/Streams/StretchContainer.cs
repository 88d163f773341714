using MultiBot.Domain.Events;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>A stretch on its way to the subscribers: one item, however many events.</summary>
[GenerateSerializer, Immutable, Alias("multibot.stretch-container")]
internal sealed class StretchContainer(int partition, EventStretch stretch) : IBatchContainer
{
    [Id(0)] private readonly int _partition = partition;
    [Id(1)] private readonly EventStretch _stretch = stretch;

    public StreamId StreamId => StreamId.Create(EventStreams.Name, EventStreams.KeyOf(_partition));
    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(_stretch.UpTo);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        _stretch is T item ? [Tuple.Create(item, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
