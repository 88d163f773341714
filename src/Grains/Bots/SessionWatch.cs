using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Sessions;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Supervision;

namespace MultiBot.Grains.Bots;

/// <summary>
/// Looks every few seconds whether each session of this silo still receives, and has one that doesn't replaced: at once the first time,
/// after growing pauses when its successors fare no better.
/// </summary>
internal sealed partial class SessionWatch(IGrainFactory grains, TimeProvider time, IOptions<SupervisorOptions> options, ILogger<SessionWatch> logger)
    : BackgroundService
{
    private readonly SupervisorOptions _options = options.Value;
    private readonly ConcurrentDictionary<BotId, Watched> _sessions = new();

    /// <summary>Of the loop alone.</summary>
    private readonly Dictionary<BotId, Revival> _revivals = [];

    public void Begin(BotId bot, ITelegramSession session, long epoch, long number) => _sessions[bot] = new Watched(session, epoch, number);

    /// <summary>Ends a session. One that can't even be ended is left behind: whatever it does, its calls are refused.</summary>
    public async Task EndAsync(BotId bot, ITelegramSession session)
    {
        if (_sessions.TryGetValue(bot, out var watched) && ReferenceEquals(watched.Session, session))
            _sessions.TryRemove(new(bot, watched));
        try
        {
            await session.DisposeAsync().AsTask().WaitAsync(_options.CloseTimeout, time);
        }
        catch (TimeoutException exception)
        {
            NotEnded(exception, bot);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.WatchEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look(time.GetUtcNow());
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops, its sessions end with their bots.
        }
    }

    private void Look(DateTimeOffset now)
    {
        foreach (var (bot, watched) in _sessions)
        {
            if (watched.Session.IsAlive)
                continue;

            var before = _revivals.GetValueOrDefault(bot) ?? Revival.None;
            if (now < before.NotBefore)
            {
                var report = new SessionReport { State = SessionState.Degraded, Code = SessionCodes.Stuck, RetryAt = before.NotBefore };
                grains.Bot(bot).Report(watched.Epoch, watched.Number, report).Ignore();
                continue;
            }

            Stuck(bot);
            _revivals[bot] = before.Next(now, _options.FirstPause, _options.LongestPause);
            grains.Bot(bot).Revive(watched.Epoch, watched.Number).Ignore();
        }
    }

    private sealed record Watched(ITelegramSession Session, long Epoch, long Number);

    /// <summary>A session was replaced; the next one may not be before a moment.</summary>
    private sealed record Revival(int Count, DateTimeOffset NotBefore)
    {
        public static Revival None { get; } = new(0, DateTimeOffset.MinValue);

        /// <summary>One that was well for the longest pause begins anew.</summary>
        public Revival Next(DateTimeOffset now, TimeSpan first, TimeSpan longest)
        {
            var count = now > NotBefore + longest ? 0 : Count;
            var pause = first * Math.Pow(2, Math.Min(count, 20));
            return new Revival(count + 1, now + (pause < longest ? pause : longest));
        }
    }

    [LoggerMessage(EventName = "session.stuck", Level = LogLevel.Error, Message = "The session of bot {BotId} no longer receives; a new one takes its place.")]
    private partial void Stuck(BotId botId);

    [LoggerMessage(EventName = "session.not_ended", Level = LogLevel.Error, Message = "The session of bot {BotId} did not end in time and is left behind.")]
    private partial void NotEnded(Exception exception, BotId botId);
}
