using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Privacy;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;

namespace MultiBot.Storage.Postgres.Privacy;

/// <summary>Ids rise in the order of storing, so that a chat's first settled row tells whether there is anything to do.</summary>
internal sealed class PostgresMessageRetention(PostgresDatabase database, IOptions<StorageOptions> options) : IMessageRetention
{
    private const string BeginChore =
        """
        INSERT INTO chores AS c SELECT 'messages', now_at FROM clock() now_at
        ON CONFLICT (name) DO UPDATE SET begun_at = excluded.begun_at WHERE c.begun_at <= excluded.begun_at - $1 RETURNING true
        """;

    private const string SelectBots = "SELECT bot, days FROM bots_with_retention()";

    // Ours when they left or never will; theirs when nobody is to answer them any more; edits when their message is gone.
    private const string Settled =
        """
        k.bot_id = c.bot_id AND k.chat_id = c.chat_id AND CASE
            WHEN k.direction = 1 THEN k.state NOT IN (0, 1)
            WHEN k.entry = 0 THEN k.state IN (2, 3) OR (k.state IN (0, 1) AND (k.deleted OR k.id <= c.answered_up_to))
            ELSE NOT EXISTS (SELECT FROM conversations m
                WHERE m.bot_id = k.bot_id AND m.source_id = k.source_id AND m.chat_id = k.chat_id AND m.entry = 0 AND m.direction = 0) END
        """;

    // Chats in their order from $2 on; a full answer ends within its last chat.
    private const string Forget =
        $"""
        WITH old AS MATERIALIZED (
            SELECT m.chat_id, m.id FROM chats c
            CROSS JOIN LATERAL (SELECT k.stored_at FROM conversations k WHERE {Settled} ORDER BY k.id LIMIT 1) first
            CROSS JOIN LATERAL (SELECT k.chat_id, k.id, k.stored_at FROM conversations k WHERE {Settled} ORDER BY k.id LIMIT $4) m
            WHERE c.bot_id = $1 AND c.chat_id >= $2 AND first.stored_at < clock() - $3 * interval '1 day' AND m.stored_at < clock() - $3 * interval '1 day'
            ORDER BY c.chat_id LIMIT $4),
        gone AS (DELETE FROM conversations d USING old o WHERE d.bot_id = $1 AND d.chat_id = o.chat_id AND d.id = o.id RETURNING d.chat_id)
        SELECT count(*), COALESCE(max(chat_id), 0) FROM gone
        """;

    // What the model saw is made of messages: it goes with them.
    private const string ForgetDecisions =
        """
        DELETE FROM decisions WHERE bot_id = $1 AND id = ANY (ARRAY(
            SELECT d.id FROM decisions d WHERE d.bot_id = $1 AND d.at < clock() - $2 * interval '1 day' ORDER BY d.id LIMIT $3))
        """;

    // Of what waits, what can't be approved any more: a bot that runs settles it by itself.
    private const string ForgetDrafts =
        """
        DELETE FROM drafts WHERE bot_id = $1 AND id = ANY (ARRAY(
            SELECT d.id FROM drafts d WHERE d.bot_id = $1 AND d.at < clock() - $2 * interval '1 day'
                AND (d.state <> 0 OR d.expires_at <= clock()
                    OR NOT EXISTS (SELECT FROM chats c WHERE c.bot_id = d.bot_id AND c.chat_id = d.chat_id AND c.version = d.version AND c.turn = d.turn))
            ORDER BY d.id LIMIT $3))
        """;

    // What was arranged for a moment so long ago is done by nobody any more; the chat is planned for again.
    private const string ForgetPlans =
        """
        UPDATE initiatives SET revision = revision + 1, turn = -1, kind = NULL, due_at = NULL, planned_at = NULL, about = NULL
        WHERE bot_id = $1 AND due_at < clock() - $2 * interval '1 day' AND about IS NOT NULL
        """;

    private const string SelectRest = "SELECT person FROM erasures WHERE rest_bot IS NOT NULL";
    private const string FinishRest = "SELECT finish_erasure($1, $2)";

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<long> ForgetMessagesAsync(TimeSpan every, CancellationToken cancellation)
    {
        if (!await Sessions.OfAllAsync(rows => rows.ReadAsync(cancellation), cancellation, new SqlStatement(BeginChore, every))) return 0;
        var bots = await Sessions.OfAllAsync(
            rows => rows.ListAsync(row => (Bot: BotId.Parse(row.GetString(0)), Days: row.GetInt32(1))), cancellation, new SqlStatement(SelectBots));
        long gone = 0;
        foreach (var (bot, days) in bots) gone += await ForgetAsync(bot, days, cancellation);
        return gone;
    }

    public async Task FinishErasuresAsync(CancellationToken cancellation)
    {
        foreach (var person in await Sessions.OfAllAsync(rows => rows.ListAsync(row => row.Bytes(0)), cancellation, new SqlStatement(SelectRest)))
        {
            var finish = new SqlStatement(FinishRest, person, (long)options.Value.EraseChunk);
            while (await Sessions.OfAllAsync(rows => rows.FindAsync(row => row.GetBoolean(0)), cancellation, finish)) cancellation.ThrowIfCancellationRequested();
        }

        await database.Erasures.NoteAllAsync(cancellation);
    }

    private async Task<long> ForgetAsync(BotId bot, int days, CancellationToken cancellation)
    {
        long chunk = options.Value.EraseChunk, all = 0, from = long.MinValue;
        while (true)
        {
            var (gone, last) = await Sessions.OfBotAsync(
                bot, rows => rows.FindAsync(row => (row.GetInt64(0), row.GetInt64(1))), cancellation, new SqlStatement(Forget, bot, from, days, chunk));
            all += gone;
            if (gone < chunk) break;
            from = last;
        }

        foreach (var sql in (string[])[ForgetDecisions, ForgetDrafts])
        {
            while (await Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(sql, bot, days, chunk)) >= chunk) cancellation.ThrowIfCancellationRequested();
        }

        await Sessions.ExecuteAsync(bot, cancellation, new SqlStatement(ForgetPlans, bot, days));
        return all;
    }
}
