using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Events;

/// <summary>
/// The event log for everybody on this silo who follows it: read once, in order of <c>seq</c>, never beyond what is final
/// (<see cref="EventHorizon"/>). The last events stay in memory; a reader that is further behind reads the store by itself and holds
/// nobody up. While nobody follows, only the horizon is looked at.
/// </summary>
public sealed partial class EventTail(IEventLog log, TimeProvider time, IOptions<EventsOptions> options, ILogger<EventTail> logger) : BackgroundService
{
    private const int PageSize = 1000;
    private const int MostLooks = 6;

    private readonly EventsOptions _options = options.Value;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _looking = new(1);
    private readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<EventReader> _readers = [];
    private readonly EventWindow _window = new(options.Value.Remembered);
    private readonly SlowWriters _slow = new(options.Value.SlowWriter);
    private readonly long _started = time.GetTimestamp();
    private readonly EventLag _lag = new();
    private EventHorizon _horizon = new(0);
    private TimeSpan _followedUntil;
    private long _readUpTo;
    private bool _isKnown;
    private bool _isStopped;
    private bool _isAway;

    /// <summary>How long a stream may wait after it has sent, so that many readers send seldom.</summary>
    public TimeSpan StreamPause
    {
        get
        {
            lock (_lock) return _options.PausePerReader * _readers.Count;
        }
    }

    /// <summary>Age of the oldest event that was written and that nobody here has been shown.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_lock) return _lag.At(Now);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_started);

    /// <summary>
    /// Up to where the log is complete, as of now: with all that was written before the call, unless a transaction is still open. Null: not
    /// known yet, since a transaction writes that ran before this silo first looked.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<long?> HorizonAsync(CancellationToken cancellation)
    {
        var (look, _, safe) = await LookAsync(readBehind: null, cancellation);
        var wanted = look.LastSeq;
        var pause = _options.LookPause;
        for (var looks = 1; looks < MostLooks && !(safe >= wanted); looks++)
        {
            await Task.Delay(pause, time, cancellation);
            (_, _, safe) = await LookAsync(readBehind: null, cancellation);
            pause *= 2;
        }

        return safe;
    }

    /// <summary>Follows the log behind a position; null: from now on. To be disposed.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<EventReader> FollowAsync(EventQuery query, long? after, CancellationToken cancellation)
    {
        var reader = new EventReader(this, log, time, query, after ?? await HorizonAsync(cancellation));
        lock (_lock) _readers.Add(reader);
        _arrived.Writer.TryWrite(true);
        return reader;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        lock (_lock)
        {
            _isStopped = true;
            foreach (var reader in _readers) reader.Wake();
        }
    }

    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
    }

    /// <summary>What a reader finds in memory; on false it has to read the store up to <paramref name="upTo"/>.</summary>
    internal bool TryRead(EventReader reader, List<TailedEvent> found, out long upTo)
    {
        lock (_lock)
        {
            upTo = _window.Head;
            if (!_isKnown || _isStopped)
            {
                reader.Rest(_isStopped);
                return true;
            }

            var after = reader.Position ?? _window.Head;
            if (!_window.TryRead(reader.Query, after, found, out var position)) return false;
            reader.MoveTo(position);
            if (found.Count == 0) reader.Rest(isOver: false);
            return true;
        }
    }

    internal void Leave(EventReader reader)
    {
        lock (_lock)
        {
            if (_readers.Remove(reader) && _readers.Count == 0) _followedUntil = Now + _options.Linger;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var pause = _options.LookPause;
            var collecting = _options.LookPausePerEvent;
            while (true)
            {
                var (found, isBehind) = await TryRoundAsync(stoppingToken);
                // Whoever writes tells when it has ended, unless it gives up: then a look finds out, soon at first.
                pause = !isBehind ? _options.LookPause : pause * 2 < _options.LookEvery ? pause * 2 : _options.LookEvery;
                // Single events show at once; what comes thick and fast is read together. While looks find nothing, they become fewer.
                collecting = found > 0 ? _options.LookPausePerEvent * found : collecting * 2;
                if (collecting > _options.LookPause) collecting = _options.LookPause;
                await Task.Delay(collecting, time, stoppingToken);
                await RestAsync(isBehind ? pause : _options.LookEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; followers go on at another, from their positions.
            return;
        }
    }

    private bool IsFollowed()
    {
        lock (_lock) return _readers.Count > 0 || Now < _followedUntil;
    }

    /// <summary>Until there is news, or for a while. While nobody follows, news is none.</summary>
    private async Task RestAsync(TimeSpan atMost, CancellationToken stopping)
    {
        using var end = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, stopping);
        try
        {
            if (IsFollowed()) await log.WaitAsync(either.Token);
            else await _arrived.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Time for a look.
            return;
        }
    }

    /// <summary>How many events were read; behind: something was written that is not final yet.</summary>
    private async Task<(int Found, bool IsBehind)> TryRoundAsync(CancellationToken cancellation)
    {
        try
        {
            var (look, page, safe) = await LookAsync(IsFollowed() && _isKnown ? _window.Head : null, cancellation);
            if (safe is not { } upTo) return (0, true);
            var found = TryForget(upTo) ? 0 : await ReadAsync(page, upTo, cancellation);
            lock (_lock) ObserveLag();
            _isAway = false;
            return (found, upTo < look.LastSeq);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it was, the next look tries again; it is said once.
            if (!_isAway) Unread(exception);
            _isAway = true;
            return (0, false);
        }
    }

    /// <summary>One look at a time: their order is what makes them worth something.</summary>
    /// <param name="readBehind">With the page behind this position, in the same round trip.</param>
    /// <param name="cancellation">Stops looking.</param>
    private async Task<(EventLook Look, IReadOnlyList<LoggedEvent>? Page, long? Safe)> LookAsync(long? readBehind, CancellationToken cancellation)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            EventLook look;
            IReadOnlyList<LoggedEvent>? page = null;
            if (readBehind is { } after) (look, page) = await log.GlanceAsync(after, PageSize, cancellation);
            else look = await log.LookAsync(cancellation);
            lock (_lock)
            {
                Observe(look);
                ObserveLag();
            }

            foreach (var writer in _slow.Observe(look.Writers, Now))
            {
                if (await log.DescribeWriterAsync(writer, cancellation) is { } who) HeldUp(_options.SlowWriter.TotalSeconds, who);
            }

            return (look, page, _isKnown ? _horizon.Safe : null);
        }
        finally
        {
            _looking.Release();
        }
    }

    private void ObserveLag() => _lag.Observe(_horizon.LastSeq, !_isKnown ? null : IsFollowed() ? Math.Min(_readUpTo, _horizon.Safe) : _horizon.Safe, Now);

    private void Observe(EventLook look)
    {
        if (look.LastSeq < _horizon.LastSeq) Rewind(look);
        var safe = _horizon.Observe(look);
        if (_isKnown || (safe == 0 && look.Writers.Count > 0)) return;
        _isKnown = true;
        _readUpTo = safe;
        _window.Restart(safe);
        foreach (var reader in _readers) reader.Begin(safe);
    }

    /// <summary>
    /// Numbers are given out a second time: a server that crashed forgets some that nobody committed, one that was restored forgets more.
    /// Nobody who wrote before writes now, so that what was read is the start of what comes.
    /// </summary>
    private void Rewind(EventLook look)
    {
        Rewound(look.LastSeq, _horizon.LastSeq);
        _isKnown &= _window.Head <= look.LastSeq;
        _horizon = new EventHorizon(_isKnown ? _window.Head : 0);
        _readUpTo = _window.Head;
    }

    /// <param name="page">The first, if it came with the look.</param>
    /// <param name="upTo">What is final; a page that came with the look may go beyond it.</param>
    /// <param name="cancellation">Stops reading.</param>
    private async Task<int> ReadAsync(IReadOnlyList<LoggedEvent>? page, long upTo, CancellationToken cancellation)
    {
        if (upTo <= _readUpTo) return 0;
        var found = 0;
        while (true)
        {
            // Behind the last one read, not behind the last look: a server that crashes may give out a number again that nobody committed.
            page ??= await log.ReadAsync(new EventQuery { After = _window.Head, UpTo = upTo, Limit = PageSize }, cancellation);
            found += Append(page, upTo);
            if (page.Count < PageSize || page[^1].Seq > upTo) break;
            page = null;
        }

        _readUpTo = upTo;
        return found;
    }

    private int Append(IReadOnlyList<LoggedEvent> page, long upTo)
    {
        TailedEvent[] events = [.. page.TakeWhile(logged => logged.Seq <= upTo).Select(logged => new TailedEvent(logged))];
        if (events.Length == 0) return 0;
        lock (_lock)
        {
            var before = _window.Head;
            _window.Append(events);
            foreach (var reader in _readers) reader.Hear(events, before, _window.Head);
        }

        return events.Length;
    }

    /// <summary>Passes over what nobody wants. False: somebody follows.</summary>
    private bool TryForget(long upTo)
    {
        lock (_lock)
        {
            if (IsFollowed()) return false;
            if (upTo > _window.Head) _window.Restart(upTo);
            _readUpTo = upTo;
            return true;
        }
    }
}
