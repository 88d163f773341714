using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Grains.Bots;

namespace MultiBot.Grains.Supervision;

/// <summary>
/// Starts bots side by side, so that one hanging start delays nobody. A bot that fails to start is left alone for a while, longer each
/// time.
/// </summary>
internal sealed partial class BotStarts(IGrainFactory grains, TimeProvider time, IOptions<SupervisorOptions> options, ILogger<BotStarts> logger) : IDisposable
{
    private const string Unreachable = "bot.unreachable";

    private readonly SupervisorOptions _options = options.Value;
    private readonly SemaphoreSlim _places = new(options.Value.StartsAtOnce);
    private readonly ConcurrentDictionary<BotId, Start> _starts = new();

    /// <summary>Begins to start a bot, unless that is under way or was just tried in vain.</summary>
    public void Begin(BotId bot)
    {
        var before = _starts.GetValueOrDefault(bot) ?? new Start(Failures: 0, UnderWay: false, NotBefore: DateTimeOffset.MinValue);
        if (before.UnderWay || before.NotBefore > time.GetUtcNow())
            return;

        _starts[bot] = before with { UnderWay = true };
        _ = RunAsync(bot, before.Failures);
    }

    /// <summary>Starts a bot on whichever silo holds it. Null: done.</summary>
    public async Task<string?> TryAsync(BotId bot)
    {
        try
        {
            var answer = await grains.OnHolder(bot, grain => grain.Start()).WaitAsync(_options.StartTimeout, time);
            return answer.Problem?.Code;
        }
        catch (Exception exception)
        {
            StartFailed(exception, bot);
            return Unreachable;
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAsync(BotId bot, int failures)
    {
        await _places.WaitAsync();
        var problem = await TryAsync(bot);
        _places.Release();
        if (problem is null)
        {
            _starts.TryRemove(bot, out _);
            return;
        }

        StartRefused(bot, problem);
        var pause = _options.FirstPause * Math.Pow(2, Math.Min(failures, 20));
        _starts[bot] = new Start(failures + 1, UnderWay: false, time.GetUtcNow() + (pause < _options.LongestPause ? pause : _options.LongestPause));
    }

    private sealed record Start(int Failures, bool UnderWay, DateTimeOffset NotBefore);

    [LoggerMessage(EventName = "supervisor.start_refused", Level = LogLevel.Warning, Message = "Bot {BotId} could not be started: {Code}")]
    private partial void StartRefused(BotId botId, string code);

    [LoggerMessage(EventName = "supervisor.start_failed", Level = LogLevel.Error, Message = "Bot {BotId} failed to start; trying again.")]
    private partial void StartFailed(Exception exception, BotId botId);
}
