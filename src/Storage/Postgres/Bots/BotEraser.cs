using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Bots;

/// <summary>
/// Removes bots. Erasing goes in short transactions and may be interrupted anywhere: the bot counts as gone from the first one
/// on, and the next call goes on where the last one stopped. The row that reserves the id goes last. Kept: the lease row's
/// epoch (it fences off the old holder), the audit log, and the event that tells of the removal.
/// </summary>
internal sealed class BotEraser(PostgresDatabase database, IOptions<StorageOptions> options)
{
    /// <summary>Waits for commits under the lease; whoever locks it next finds it free.</summary>
    private const string LockLease = "SELECT FROM bot_leases WHERE bot_id = $1 FOR UPDATE";

    private const string MarkRemoved =
        """
        WITH removed AS (UPDATE bots SET removed_at = now_at, should_run = false FROM clock() now_at WHERE bot_id = $1 AND removed_at IS NULL RETURNING bot_id, removed_at),
        freed AS (UPDATE bot_leases l SET incarnation = NULL FROM removed r WHERE l.bot_id = r.bot_id),
        told AS (INSERT INTO events (bot_id, type, at, data) SELECT bot_id, 'BotRemoved', removed_at, $2 FROM removed)
        SELECT count(*) FROM removed
        """;

    private const string MarkErasing = "UPDATE bots SET erasing = true, secrets = '', config = '{}', own_json = '' WHERE bot_id = $1";

    private static readonly string[] Chunked =
    [
        "DELETE FROM conversations WHERE bot_id = $1 AND (chat_id, id) IN (SELECT chat_id, id FROM conversations WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM chats WHERE bot_id = $1 AND chat_id IN (SELECT chat_id FROM chats WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM user_profiles WHERE bot_id = $1 AND chat_id IN (SELECT chat_id FROM user_profiles WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM contact_names WHERE bot_id = $1 AND chat_id IN (SELECT chat_id FROM contact_names WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM decisions WHERE bot_id = $1 AND id IN (SELECT id FROM decisions WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM initiatives WHERE bot_id = $1 AND chat_id IN (SELECT chat_id FROM initiatives WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM drafts WHERE bot_id = $1 AND id IN (SELECT id FROM drafts WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM token_days WHERE bot_id = $1 AND $2 > 0",
        "DELETE FROM parked_messages WHERE bot_id = $1 AND message_id IN (SELECT message_id FROM parked_messages WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM events WHERE bot_id = $1 AND seq IN (SELECT seq FROM events WHERE bot_id = $1 AND type <> 'BotRemoved' LIMIT $2)",
        "DELETE FROM dead_events WHERE bot_id = $1 AND id IN (SELECT id FROM dead_events WHERE bot_id = $1 AND type <> 'BotRemoved' LIMIT $2)",
        "DELETE FROM metrics_data WHERE bot_id = $1 AND hour IN (SELECT hour FROM metrics_data WHERE bot_id = $1 LIMIT $2)",
        "DELETE FROM notices WHERE bot_id = $1 AND $2 > 0",
        "DELETE FROM data_keys WHERE bot_id = $1 AND $2 > 0",
        "DELETE FROM telegram_sessions WHERE bot_id = $1 AND $2 > 0",
        "DELETE FROM bots WHERE bot_id = $1 AND $2 > 0",
    ];

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<bool> RemoveAsync(BotId bot, bool erase, CancellationToken cancellation)
    {
        var removed = await Sessions.OfBotAsync(
            bot,
            async rows =>
            {
                await rows.NextResultAsync(cancellation);
                return await rows.FindAsync(row => row.GetInt64(0) > 0);
            },
            cancellation,
            new SqlStatement(LockLease, bot),
            new SqlStatement(MarkRemoved, bot, SqlArgument.Json(erase ? """{"erased":true}""" : "{}")));
        database.Open.News.Written();
        if (!erase) return removed;

        var reserved = await Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(MarkErasing, bot)) > 0;
        if (!reserved) return false;
        foreach (var sql in Chunked) await EraseAsync(sql, bot, cancellation);
        database.Open.Keys.Forget(bot);
        return true;
    }

    private async Task EraseAsync(string sql, BotId bot, CancellationToken cancellation)
    {
        var chunk = options.Value.EraseChunk;
        while (await Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(sql, bot, (long)chunk)) >= chunk)
            cancellation.ThrowIfCancellationRequested();
    }
}
