using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Girls;

/// <summary>
/// Sees to it that no chat is forgotten: one per silo. A nudge is sent at once and repeated until the chat says it is finished,
/// so that a lost call or a dead silo costs seconds. What is unfinished is known in memory, because all that arrives passes the
/// bots held here; the store is asked when a bot comes up, and slowly, bot after bot, in case memory was wrong.
/// </summary>
internal sealed partial class ChatWaker(
    IGrainFactory grains,
    AwakeChats awake,
    IConversationStore conversations,
    TimeProvider time,
    IOptions<WakerOptions> options,
    ILogger<ChatWaker> logger) : BackgroundService
{
    private readonly WakerOptions _options = options.Value;
    private readonly ConcurrentDictionary<ChatKey, Waiting> _waiting = new();
    private readonly ConcurrentDictionary<BotId, Held> _held = new();

    /// <summary>The bot runs here; its chats are swept, and planned for when it writes first.</summary>
    public void Hold(BotId bot, long epoch, long revision, bool plans) =>
        _held.AddOrUpdate(
            bot,
            _ => new Held(epoch, revision, plans, time.GetUtcNow() + _options.ReadEvery),
            (_, held) => held with { Epoch = epoch, Revision = revision, Plans = plans });

    public void Release(BotId bot)
    {
        _held.TryRemove(bot, out _);
        foreach (var (key, _) in _waiting)
        {
            if (key.Bot == bot)
                _waiting.TryRemove(key, out _);
        }
    }

    /// <summary>Chats that have not said that they are finished.</summary>
    public int Unfinished => _waiting.Count;

    public bool IsHeld(BotId bot) => _held.ContainsKey(bot);

    public ICollection<BotId> HeldBots => _held.Keys;

    /// <summary>Sends a nudge and does not wait for it.</summary>
    public void Nudge(ChatKey key, long epoch, long revision, ChatAdvance? advance)
    {
        var waiting = new Waiting(epoch, revision, advance?.Version ?? 0, time.GetUtcNow() + _options.RepeatAfter);
        _waiting.AddOrUpdate(key, waiting, (_, before) => waiting with { Version = Math.Max(before.Version, waiting.Version) });
        _ = SendAsync(key, waiting, advance);
    }

    /// <summary>From the chat itself, when it lives here: nothing to do up to this version.</summary>
    public void Finished(ChatKey key, long version)
    {
        if (_waiting.TryGetValue(key, out var waiting) && waiting.Version <= version)
            _waiting.TryRemove(new KeyValuePair<ChatKey, Waiting>(key, waiting));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SweepEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The silo stops; what is unfinished is found by the next holder of the bots.
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var (key, waiting) in _waiting)
        {
            if (waiting.RepeatAt > now)
                continue;

            _waiting.TryUpdate(key, waiting with { RepeatAt = now + _options.RepeatAfter }, waiting);
            _ = SendAsync(key, waiting, advance: null);
        }

        // Side by side: bots that came up together are due together, and the store answers many of them in one call.
        await Parallel.ForEachAsync(
            _held.Where(held => IsDue(held.Key, held.Value, now)),
            new ParallelOptions { MaxDegreeOfParallelism = _options.ReadsAtOnce, CancellationToken = cancellation },
            async (held, stop) => await ReadAsync(held.Key, held.Value, stop));
    }

    /// <summary>True once each time: the next reading is put off.</summary>
    private bool IsDue(BotId bot, Held held, DateTimeOffset now) =>
        held.ReadAt <= now && _held.TryUpdate(bot, held with { ReadAt = now + _options.ReadEvery }, held);

    private async Task ReadAsync(BotId bot, Held held, CancellationToken cancellation)
    {
        try
        {
            Nudge(bot, held, await conversations.ReadUnfinishedAsync(bot, cancellation));
            if (held.Plans)
                Nudge(bot, held, await conversations.ReadUnplannedAsync(bot, _options.PlansAtOnce, cancellation));
        }
        catch (StoreUnavailableException exception)
        {
            SweepFailed(exception, bot);
        }
    }

    private void Nudge(BotId bot, Held held, IReadOnlyList<ChatId> chats)
    {
        foreach (var chat in chats)
        {
            var key = new ChatKey(bot, chat);
            if (!_waiting.ContainsKey(key))
                Nudge(key, held.Epoch, held.Revision, advance: null);
        }
    }

    private async Task SendAsync(ChatKey key, Waiting waiting, ChatAdvance? advance)
    {
        try
        {
            var signal = new WakeSignal { Epoch = waiting.Epoch, Revision = waiting.Revision, Advance = advance };
            var girl = awake.Find(key) ?? grains.Girl(key);
            var progress = await girl.Wake(signal).WaitAsync(_options.NudgeTimeout, time);
            if (progress.Elsewhere && IsHeld(key.Bot))
                progress = await girl.Wake(signal).WaitAsync(_options.NudgeTimeout, time);
            if (progress.Finished)
                Finished(key, progress.Version);
            // By the configuration before it may be hours away, and sooner by the one of the present nudge.
            else if (progress.NextStepAt is { } at && _waiting.TryGetValue(key, out var current) && at > current.RepeatAt && current.Revision == waiting.Revision)
                _waiting.TryUpdate(key, current with { RepeatAt = at }, current);
        }
        catch (TimeoutException)
        {
            NudgeLate(key.Bot, key.Chat.Value);
        }
        catch (Exception exception)
        {
            // Whatever it was, the sweep repeats the nudge.
            NudgeFailed(exception, key.Bot, key.Chat.Value);
        }
    }

    private sealed record Waiting(long Epoch, long Revision, long Version, DateTimeOffset RepeatAt);

    private sealed record Held(long Epoch, long Revision, bool Plans, DateTimeOffset ReadAt);
}
