using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>
/// Hands a partition's events to its queue as the silo's tail has them, from now on: where each subscriber has to begin, and what it
/// missed, it knows itself. Stretches without events are signs of life, by which subscribers come up and catch up.
/// </summary>
internal sealed class EventReceiver(EventTail tail, EventsOptions options, TimeProvider time, int partition) : IQueueAdapterReceiver
{
    private static readonly IList<IBatchContainer> Nothing = [];

    private EventReader? _reader;
    private long? _handed;
    private TimeSpan _pause;

    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <summary>Waits for events as long as there are none.</summary>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        try
        {
            // Many at once seldom rather than one at a time all the time: what comes thick and fast is collected for longer.
            if (_pause > TimeSpan.Zero) await Task.Delay(_pause, time, cancellationToken);
            _reader ??= await tail.FollowAsync(new EventQuery { Partition = partition, Limit = options.StretchLimit }, after: null, cancellationToken);
            if (_handed is null && _reader.Position is { } start) return Hand(start, start, []);
            var found = await _reader.ReadAsync(options.SubscriberSign, cancellationToken);
            return _reader.Position is { } upTo ? Hand(_handed ?? upTo, upTo, [.. found.Select(one => one.Logged)]) : Nothing;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The queue goes to another silo, or this one stops.
            return Nothing;
        }
        catch (StoreUnavailableException)
        {
            // The tail says so. The agent asks again.
            return Nothing;
        }
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout)
    {
        _reader?.Dispose();
        return Task.CompletedTask;
    }

    private IList<IBatchContainer> Hand(long after, long upTo, LoggedEvent[] events)
    {
        _handed = upTo;
        var pause = options.StretchPausePerEvent * events.Length;
        _pause = pause < options.StretchPause ? pause : options.StretchPause;
        return [new StretchContainer(partition, new EventStretch { After = after, UpTo = upTo, Events = events })];
    }
}
