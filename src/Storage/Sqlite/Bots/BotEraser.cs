using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Storage.Sqlite.Events;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Bots;

/// <summary>
/// Removes bots. Erasing goes in short transactions and may be interrupted anywhere: the bot counts as gone from the first one
/// on, and the next call goes on where the last one stopped. The row that reserves the id goes last. Kept: the lease row's
/// epoch (it fences off the old holder), the audit log, and the event that tells of the removal.
/// </summary>
internal sealed class BotEraser(SqliteDatabase database, IOptions<StorageOptions> options, TimeProvider clock)
{
    private const string MarkRemoved = "UPDATE bots SET removed_at = ?2, should_run = 0 WHERE bot_id = ?1 AND removed_at IS NULL";
    private const string MarkErasing = "UPDATE bots SET erasing = 1, secrets = x'', config = '', own_json = '' WHERE bot_id = ?1";
    private const string FreeLease = "UPDATE bot_leases SET incarnation = NULL WHERE bot_id = ?1";

    private static readonly string[] Chunked =
    [
        "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM chats WHERE bot_id = ?1 AND chat_id IN (SELECT chat_id FROM chats WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM user_profiles WHERE bot_id = ?1 AND chat_id IN (SELECT chat_id FROM user_profiles WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM contact_names WHERE bot_id = ?1 AND chat_id IN (SELECT chat_id FROM contact_names WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM initiatives WHERE bot_id = ?1 AND chat_id IN (SELECT chat_id FROM initiatives WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM token_days WHERE bot_id = ?1 AND ?2 > 0",
        "DELETE FROM parked_messages WHERE bot_id = ?1 AND message_id IN (SELECT message_id FROM parked_messages WHERE bot_id = ?1 LIMIT ?2)",
        $"DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE bot_id = ?1 AND type <> '{EventTypes.BotRemoved}' LIMIT ?2)",
        $"DELETE FROM dead_events WHERE id IN (SELECT id FROM dead_events WHERE bot_id = ?1 AND type <> '{EventTypes.BotRemoved}' LIMIT ?2)",
        "DELETE FROM metrics_data WHERE bot_id = ?1 AND hour IN (SELECT hour FROM metrics_data WHERE bot_id = ?1 LIMIT ?2)",
        "DELETE FROM notices WHERE bot_id = ?1 AND ?2 > 0",
        "DELETE FROM data_keys WHERE bot_id = ?1 AND ?2 > 0",
        "DELETE FROM telegram_sessions WHERE bot_id = ?1 AND ?2 > 0",
        "DELETE FROM bots WHERE bot_id = ?1 AND ?2 > 0",
    ];

    private enum Found
    {
        Nothing,
        Reserved,
        Removed,
    }

    public async Task<bool> RemoveAsync(BotId bot, bool erase, CancellationToken cancellation)
    {
        var found = await database.Open.Writer.RunAsync(session => Remove(session, bot, erase), cancellation);
        if (!erase || found is Found.Nothing) return found is Found.Removed;
        foreach (var sql in Chunked) await EraseAsync(sql, bot, cancellation);
        await database.Open.Writer.RunAsync(session => session.HasErased = true, cancellation);
        database.Open.Keys.Forget(bot);
        return true;
    }

    private Found Remove(SqliteSession session, BotId bot, bool erase)
    {
        var now = clock.Micros();
        var removed = session.Execute(MarkRemoved, bot, now) > 0;
        if (removed)
        {
            session.Execute(FreeLease, bot);
            EventRows.Add(session, EventTypes.BotRemoved, bot, null, now, erase ? """{"erased":true}""" : "{}");
        }

        var reserved = erase && session.Execute(MarkErasing, bot) > 0;
        return removed ? Found.Removed : reserved ? Found.Reserved : Found.Nothing;
    }

    private async Task EraseAsync(string sql, BotId bot, CancellationToken cancellation)
    {
        var chunk = options.Value.EraseChunk;
        while (await database.Open.Writer.RunAsync(session => session.Execute(sql, bot, chunk), cancellation) >= chunk)
            cancellation.ThrowIfCancellationRequested();
    }
}
