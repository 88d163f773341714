using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>
/// The last stretches of a queue, for its subscribers. It never holds the reading up: who is slower than what it keeps goes on with the
/// oldest there is and reads from the log what is missing (<see cref="Subscribers.EventSubscriberGrain"/>). For the pulling agent's thread.
/// </summary>
/// <param name="capacity">Stretches kept.</param>
internal sealed class StretchCache(int capacity) : IQueueCache
{
    private const int AsManyAsThereAre = -1;

    private readonly Queue<IBatchContainer> _kept = new();
    private long _dropped;

    public int GetMaxAddCount() => AsManyAsThereAre;

    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var message in messages)
        {
            _kept.Enqueue(message);
            if (_kept.Count <= capacity) continue;
            _kept.Dequeue();
            _dropped++;
        }
    }

    /// <summary>What is delivered needs no word to the log: subscribers keep their positions themselves.</summary>
    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    /// <summary>Begins with the stretch of that token, or the first behind it; without one, with the last.</summary>
    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token) =>
        new Cursor(this, _dropped + (token is null ? Math.Max(0, _kept.Count - 1) : _kept.TakeWhile(one => one.SequenceToken.Older(token)).Count()));

    private sealed class Cursor(StretchCache cache, long next) : IQueueCacheCursor
    {
        private IBatchContainer? _current;
        private long _next = next;

        public IBatchContainer GetCurrent(out Exception? exception)
        {
            exception = null;
            return _current ?? throw new InvalidOperationException("The cursor stands before the first stretch.");
        }

        public bool MoveNext()
        {
            _next = Math.Max(_next, cache._dropped);
            var index = (int)(_next - cache._dropped);
            if (index >= cache._kept.Count) return false;
            _current = cache._kept.ElementAt(index);
            _next++;
            return true;
        }

        public void Refresh(StreamSequenceToken token)
        {
            // It always stands where it goes on.
        }

        public void RecordDeliveryFailure()
        {
            // Whoever missed it reads it from the log.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
