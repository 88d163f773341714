using MultiBot.Domain.Bots;

namespace MultiBot.Storage.Keys;

/// <summary>Where a database keeps the wrapped data keys.</summary>
internal interface IDataKeyRows
{
    /// <summary>The bot's latest key; null when it has none.</summary>
    Task<WrappedKey?> FindAsync(BotId bot, CancellationToken cancellation);

    /// <summary>The same for who can't wait asynchronously: sealing outside of a store's call.</summary>
    WrappedKey? Find(BotId bot);

    /// <summary>Adds a key unless another was quicker; answers the one that is there, committed.</summary>
    Task<WrappedKey> AddAsync(BotId bot, WrappedKey key, CancellationToken cancellation);
}

/// <summary>A data key as the database has it: sealed by the master key.</summary>
internal readonly record struct WrappedKey(int Version, byte[] Bytes);
