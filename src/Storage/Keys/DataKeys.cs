using System.Collections.Concurrent;
using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Secrets;

namespace MultiBot.Storage.Keys;

/// <summary>The bots' data keys, unwrapped once and kept in memory. Only committed keys are kept or used.</summary>
internal sealed class DataKeys(MasterKey master, IDataKeyRows rows, TimeProvider time)
{
    /// <summary>Versions count the seconds from here: a bot that was erased and registered again never gets the same one twice.</summary>
    private static readonly DateTimeOffset VersionsBegan = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
        // Asked of the database whatever is known here: another silo may have erased the bot and its key.
        if (await rows.FindAsync(bot, cancellation) is { } there) return Keep(bot, there);
        var fresh = RandomNumberGenerator.GetBytes(DataKey.Size);
        var version = (int)(time.GetUtcNow() - VersionsBegan).TotalSeconds;
        return Keep(bot, await rows.AddAsync(bot, new WrappedKey(version, master.Wrap(bot.Value, version, fresh)), cancellation));
    }

    /// <summary>A key that was read beside something else.</summary>
    public void Know(BotId bot, WrappedKey wrapped) => Keep(bot, wrapped);

    /// <summary>After the bot's data was erased: what was sealed with its key can't be opened any more.</summary>
    public void Forget(BotId bot) => known.TryRemove(bot, out _);

    private DataKey Keep(BotId bot, WrappedKey wrapped) => known.AddOrUpdate(
        bot,
        _ => Unwrap(bot, wrapped),
        (_, key) => key.Version == wrapped.Version ? key : Unwrap(bot, wrapped));

    private DataKey Unwrap(BotId bot, WrappedKey wrapped) => new(wrapped.Version, master.Unwrap(bot.Value, wrapped.Bytes));
}
