using MultiBot.Storage.Events;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Events;

/// <summary>
/// Wakes who reads the log: this silo's readers at once, the others' by NOTIFY. That goes in a transaction of its own, after the commit
/// and one at a time, so that many commits share one: inside each commit it would cost three quarters of the throughput. A notification
/// that is lost costs a moment: readers also look by themselves.
/// </summary>
internal sealed partial class EventNews : IAsyncDisposable
{
    private const string Channel = "multibot_events";

    /// <summary>Nobody waits for the disk for the sake of a wake-up call.</summary>
    private const string Notify = $"SELECT set_config('synchronous_commit', 'off', true), pg_notify('{Channel}', $1)";

    /// <summary>For each commit that the last notice told of: single ones are told at once, many together.</summary>
    private static readonly TimeSpan PausePerCommit = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseBeforeReconnecting = TimeSpan.FromSeconds(1);

    /// <summary>Our own notifications come back to us, too.</summary>
    private readonly string _self = Guid.NewGuid().ToString("N");

    private readonly EventSignal _here = new();
    private readonly EventSignal _written = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly PostgresSessions _sessions;
    private readonly string _listener;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _work;
    private bool _isDeaf;
    private int _commits;

    /// <param name="sessions">For sending.</param>
    /// <param name="listener">Connects the one who listens.</param>
    /// <param name="time">Pauses.</param>
    /// <param name="logger">Says when listening stops and goes on.</param>
    public EventNews(PostgresSessions sessions, string listener, TimeProvider time, ILogger logger)
    {
        (_sessions, _listener, _time, _logger) = (sessions, listener, time, logger);
        _work = Task.WhenAll(Task.Run(TellAsync), Task.Run(ListenAsync));
    }

    /// <summary>After a commit that wrote events, or may have.</summary>
    public void Written()
    {
        Interlocked.Increment(ref _commits);
        _here.Raise();
        _written.Raise();
    }

    /// <summary>Completes when events may have been written here or elsewhere.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _here.WaitAsync(cancellation);

    /// <summary>May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_work.IsCompleted) return;
        await _closing.CancelAsync();
        await _work;
        _closing.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            while (true)
            {
                await _written.WaitAsync(_closing.Token);
                var pause = Interlocked.Exchange(ref _commits, 0) * PausePerCommit;
                await TryNotifyAsync();
                await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, _closing.Token);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed.
            return;
        }
    }

    private async Task TryNotifyAsync()
    {
        try
        {
            await _sessions.ExecuteAsync(bot: null, _closing.Token, new SqlStatement(Notify, _self));
        }
        catch (Exception exception) when (!_closing.IsCancellationRequested)
        {
            // Whatever it was, the others look by themselves; that the server is away is said where it is noticed.
            LogNotTold(exception);
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await ListenOnceAsync();
                await Task.Delay(PauseBeforeReconnecting, _time, _closing.Token);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed.
            return;
        }
    }

    /// <summary>Until the connection is lost.</summary>
    private async Task ListenOnceAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_listener);
            connection.Notification += Heard;
            await connection.OpenAsync(_closing.Token);
            await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(_closing.Token);
            _isDeaf = false;
            // What was told while nobody listened.
            _here.Raise();
            while (true) await connection.WaitAsync(_closing.Token);
        }
        catch (Exception exception) when (!_closing.IsCancellationRequested)
        {
            // Whatever it was, the next connection may be better; it is said once.
            if (!_isDeaf) LogNotListening(exception.Message);
            _isDeaf = true;
        }
    }

    private void Heard(object sender, NpgsqlNotificationEventArgs notice)
    {
        if (notice.Payload != _self) _here.Raise();
    }

    [LoggerMessage(EventName = "EventsNotTold", Level = LogLevel.Debug, Message = "Other silos were not told of new events; they look by themselves")]
    private partial void LogNotTold(Exception exception);

    [LoggerMessage(EventName = "EventsNotHeard", Level = LogLevel.Information, Message = "The connection that listens for events was lost ({Why}); connecting again")]
    private partial void LogNotListening(string why);
}
