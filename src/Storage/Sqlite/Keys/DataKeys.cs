using System.Collections.Concurrent;
using System.Security.Cryptography;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Secrets;
using MultiBot.Storage.Sqlite.Commits;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Keys;

/// <summary>The bots' data keys, unwrapped once and kept in memory. Only committed keys are kept or used.</summary>
internal sealed class DataKeys(MasterKey master, GroupCommitWriter writer, SessionPool readers, TimeProvider clock)
{
    private const int FirstVersion = 1;
    private const string SelectKey = "SELECT version, wrapped FROM data_keys WHERE bot_id = ?1 ORDER BY version DESC LIMIT 1";
    private const string InsertKey = "INSERT INTO data_keys (bot_id, version, wrapped, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    private readonly ConcurrentDictionary<BotId, DataKey> known = new();

    /// <summary>The bot's key. Null when it has none yet.</summary>
    public DataKey? Find(BotId bot)
    {
        if (known.TryGetValue(bot, out var key)) return key;
        key = readers.Read(session => Load(session, bot));
        return key is null ? null : known.GetOrAdd(bot, key);
    }

    /// <summary>The bot's key, made and committed when it has none.</summary>
    public async Task<DataKey> EnsureAsync(BotId bot, CancellationToken cancellation)
    {
        if (Find(bot) is { } key) return key;
        key = await writer.RunAsync(session => Make(session, bot), cancellation);
        return known.GetOrAdd(bot, key);
    }

    /// <summary>After the bot's data was erased: what was sealed with its key can't be opened any more.</summary>
    public void Forget(BotId bot) => known.TryRemove(bot, out _);

    private DataKey Make(SqliteSession session, BotId bot)
    {
        var fresh = RandomNumberGenerator.GetBytes(DataKey.Size);
        session.Execute(InsertKey, bot, FirstVersion, master.Wrap(bot.Value, FirstVersion, fresh), clock.Micros());
        return Load(session, bot)!;
    }

    private DataKey? Load(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(SelectKey, bot);
        return rows.Read() ? new DataKey(rows.Int32(0), master.Unwrap(bot.Value, rows.Blob(1))) : null;
    }
}
