using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions.Girls;

namespace MultiBot.Grains.Girls;

/// <summary>The chats that are awake on this silo, by bot, so that they can be settled when the bot leaves.</summary>
internal sealed partial class AwakeChats(TimeProvider time, IOptions<WakerOptions> options, ILogger<AwakeChats> logger)
{
    private readonly ConcurrentDictionary<BotId, ConcurrentDictionary<ChatKey, IGirlGrain>> _chats = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Its reference, so that nobody has to make one: that takes as long as a call.</summary>
    public IGirlGrain? Find(ChatKey key) => _chats.TryGetValue(key.Bot, out var chats) ? chats.GetValueOrDefault(key) : null;

    public void Add(ChatKey key, IGirlGrain girl)
    {
        if (_chats.GetOrAdd(key.Bot, static _ => new()).TryAdd(key, girl))
            Interlocked.Increment(ref _count);
    }

    public void Remove(ChatKey key)
    {
        if (_chats.TryGetValue(key.Bot, out var chats) && chats.TryRemove(key, out _))
            Interlocked.Decrement(ref _count);
    }

    /// <summary>
    /// Has every chat of a bot finish what is on its way and make room. Who takes too long is left behind: the next holder of the bot
    /// finds what is not recorded, and decides as after a crash.
    /// </summary>
    public async Task SettleAsync(BotId bot)
    {
        try
        {
            // Each chat gives up by itself before that.
            await SettleAllAsync(bot).WaitAsync(options.Value.SettleTimeout * 2, time);
        }
        catch (Exception exception)
        {
            NotSettled(exception, bot);
        }
    }

    /// <summary>Until none is left: a nudge that was under way may have woken one more.</summary>
    private async Task SettleAllAsync(BotId bot)
    {
        while (_chats.TryGetValue(bot, out var chats) && !chats.IsEmpty)
        {
            var awake = chats.ToList();
            await Task.WhenAll(awake.Select(chat => chat.Value.Settle()));
            awake.ForEach(chat => Remove(chat.Key));
        }
    }

    [LoggerMessage(EventName = "chat.not_settled", Level = LogLevel.Warning, Message = "Not every chat of bot {BotId} came to rest before the bot left.")]
    private partial void NotSettled(Exception exception, BotId botId);
}
