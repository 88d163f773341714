using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Grains.Abstractions;

namespace MultiBot.Grains.Girls;

/// <summary>The chats that are awake on this silo, by bot, so that they can be settled when the bot leaves.</summary>
internal sealed partial class AwakeChats(IGrainFactory grains, TimeProvider time, IOptions<WakerOptions> options, ILogger<AwakeChats> logger)
{
    private readonly ConcurrentDictionary<BotId, ConcurrentDictionary<ChatKey, byte>> _chats = new();

    public void Add(ChatKey key) => _chats.GetOrAdd(key.Bot, static _ => new()).TryAdd(key, 0);

    public void Remove(ChatKey key)
    {
        if (_chats.TryGetValue(key.Bot, out var chats))
            chats.TryRemove(key, out _);
    }

    /// <summary>
    /// Has every chat of a bot finish what is on its way and make room. Who takes too long is left behind: the next holder of the bot
    /// finds what is not recorded, and decides as after a crash.
    /// </summary>
    public async Task SettleAsync(BotId bot)
    {
        if (!_chats.TryGetValue(bot, out var chats))
            return;

        try
        {
            await Task.WhenAll(chats.Keys.Select(chat => grains.Girl(chat).Settle())).WaitAsync(options.Value.SettleTimeout, time);
        }
        catch (Exception exception)
        {
            NotSettled(exception, bot);
        }

        _chats.TryRemove(bot, out _);
    }

    [LoggerMessage(EventName = "chat.not_settled", Level = LogLevel.Warning, Message = "Not every chat of bot {Bot} came to rest before the bot left.")]
    private partial void NotSettled(Exception exception, BotId bot);
}
