using System.Collections.Concurrent;
using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Keys;

/// <summary>The bots' data keys, unwrapped once and kept in memory. Only committed keys are kept or used.</summary>
internal sealed class DataKeys(MasterKey master, IDataKeyRows rows)
{
    private const int FirstVersion = 1;

    private readonly ConcurrentDictionary<BotId, DataKey> known = new();

    /// <summary>The bot's key. Null when it has none yet.</summary>
    public DataKey? Find(BotId bot)
    {
        if (known.TryGetValue(bot, out var key)) return key;
        return rows.Find(bot) is { } wrapped ? Keep(bot, wrapped) : null;
    }

    /// <summary>
    /// The same, read without blocking. A store calls it before it reads what is sealed: reading the key in the middle of another
    /// read would hold two connections at once.
    /// </summary>
    public async ValueTask<DataKey?> LearnAsync(BotId bot, CancellationToken cancellation)
    {
        if (known.TryGetValue(bot, out var key)) return key;
        return await rows.FindAsync(bot, cancellation) is { } wrapped ? Keep(bot, wrapped) : null;
    }

    /// <summary>The bot's key, made and committed when it has none.</summary>
    public async Task<DataKey> EnsureAsync(BotId bot, CancellationToken cancellation)
    {
        if (await LearnAsync(bot, cancellation) is { } key) return key;
        var fresh = RandomNumberGenerator.GetBytes(DataKey.Size);
        var wrapped = new WrappedKey(FirstVersion, master.Wrap(bot.Value, FirstVersion, fresh));
        return Keep(bot, await rows.AddAsync(bot, wrapped, cancellation));
    }

    /// <summary>After the bot's data was erased: what was sealed with its key can't be opened any more.</summary>
    public void Forget(BotId bot) => known.TryRemove(bot, out _);

    private DataKey Keep(BotId bot, WrappedKey wrapped) =>
        known.GetOrAdd(bot, new DataKey(wrapped.Version, master.Unwrap(bot.Value, wrapped.Bytes)));
}
