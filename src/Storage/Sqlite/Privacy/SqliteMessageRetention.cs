using Microsoft.Extensions.Options;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Privacy;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Sqlite.Startup;

namespace MultiBot.Storage.Sqlite.Privacy;

/// <summary>Ids rise in the order of storing, so that a chat's first settled row tells whether there is anything to do. There is one silo: nobody to share with.</summary>
internal sealed class SqliteMessageRetention(SqliteDatabase database, IOptions<StorageOptions> options, TimeProvider clock) : IMessageRetention
{
    private const string SelectBots =
        "SELECT bot_id, json_extract(config, '$.dataIsolation.retentionDays') FROM bots WHERE NOT erasing AND json_extract(config, '$.dataIsolation.retentionDays') IS NOT NULL";

    private const string SelectChats = "SELECT chat_id, answered_up_to FROM chats WHERE bot_id = ?1";

    // Ours when they left or never will; theirs when nobody is to answer them any more; edits when their message is gone.
    private const string Settled =
        """
        FROM conversations k WHERE k.bot_id = ?1 AND k.chat_id = ?2 AND CASE
            WHEN k.direction = 1 THEN k.state NOT IN (0, 1)
            WHEN k.entry = 0 THEN k.state IN (2, 3) OR (k.state IN (0, 1) AND (k.deleted OR k.id <= ?3))
            ELSE NOT EXISTS (SELECT 1 FROM conversations m
                WHERE m.bot_id = ?1 AND m.source_id = k.source_id AND m.chat_id = ?2 AND m.entry = 0 AND m.direction = 0) END
        """;

    private const string SelectFirst = $"SELECT k.stored_at {Settled} ORDER BY k.id LIMIT 1";
    private const string Delete = $"DELETE FROM conversations WHERE id IN (SELECT k.id {Settled} AND k.stored_at < ?4 ORDER BY k.id LIMIT ?5)";
    // What the model saw is made of messages: it goes with them.
    private const string DeleteDecisions = "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions WHERE bot_id = ?1 AND at < ?2 ORDER BY id LIMIT ?3)";

    // Of what waits, what can't be approved any more: a bot that runs settles it by itself.
    private const string DeleteDrafts =
        """
        DELETE FROM drafts WHERE id IN (SELECT d.id FROM drafts d WHERE d.bot_id = ?1 AND d.at < ?2
            AND (d.state <> 0 OR d.expires_at <= ?4
                OR NOT EXISTS (SELECT 1 FROM chats c WHERE c.bot_id = d.bot_id AND c.chat_id = d.chat_id AND c.version = d.version AND c.turn = d.turn))
            ORDER BY d.id LIMIT ?3)
        """;

    // What was arranged for a moment so long ago is done by nobody any more; the chat is planned for again.
    private const string ForgetPlans =
        """
        UPDATE initiatives SET revision = revision + 1, turn = -1, kind = NULL, due_at = NULL, planned_at = NULL, about = NULL
        WHERE bot_id = ?1 AND due_at < ?2 AND about IS NOT NULL
        """;
    private const string SelectRest = "SELECT person, rest_bot, rest_chat FROM erasures WHERE rest_bot IS NOT NULL";

    public async Task<long> ForgetMessagesAsync(TimeSpan every, CancellationToken cancellation)
    {
        long gone = 0;
        foreach (var (bot, days) in await database.Open.Readers.ReadAsync(Bots, cancellation))
        {
            var before = (clock.GetUtcNow() - TimeSpan.FromDays(days)).ToMicros();
            foreach (var (chat, answered) in await database.Open.Readers.ReadAsync(session => Chats(session, bot), cancellation))
                gone += await ForgetAsync(new ChatKey(bot, chat), answered, before, cancellation);
            var (chunk, now) = (options.Value.EraseChunk, clock.GetUtcNow());
            await InChunksAsync(session => session.Execute(DeleteDecisions, bot, before, chunk), cancellation);
            await InChunksAsync(session => session.Execute(DeleteDrafts, bot, before, chunk, now), cancellation);
            await database.Open.Writer.RunAsync(session => session.Execute(ForgetPlans, bot, before), cancellation);
        }

        // Out of the log, too.
        if (gone > 0) await database.Open.Writer.RunAsync(session => session.HasErased = true, cancellation);
        return gone;
    }

    public async Task FinishErasuresAsync(CancellationToken cancellation)
    {
        foreach (var (person, chat) in await database.Open.Readers.ReadAsync(Rests, cancellation))
        {
            // Looked at again by the writer: who comes back has the rest deleted, and what is there then is new.
            while (await database.Open.Writer.RunAsync(
                session => Tombstone.Find(session, person) is { HasRest: true } && EraseStep.DeleteRest(session, chat.Bot, chat.Chat, person, options.Value.EraseChunk),
                cancellation))
                cancellation.ThrowIfCancellationRequested();
        }

        await database.Erasures.NoteAllAsync(cancellation);
    }

    private async Task<long> ForgetAsync(ChatKey chat, long answered, long before, CancellationToken cancellation)
    {
        if (!await database.Open.Readers.ReadAsync(session => FirstOf(session, chat, answered) < before, cancellation)) return 0;
        var chunk = options.Value.EraseChunk;
        long all = 0;
        int gone;
        do
        {
            gone = await database.Open.Writer.RunAsync(session => session.Execute(Delete, chat.Bot, chat.Chat, answered, before, chunk), cancellation);
            all += gone;
        }
        while (gone >= chunk);
        return all;
    }

    private async Task InChunksAsync(Func<SqliteSession, int> delete, CancellationToken cancellation)
    {
        while (await database.Open.Writer.RunAsync(delete, cancellation) >= options.Value.EraseChunk) cancellation.ThrowIfCancellationRequested();
    }

    private static long FirstOf(SqliteSession session, ChatKey chat, long answered)
    {
        using var rows = session.Query(SelectFirst, chat.Bot, chat.Chat, answered);
        return rows.Read() ? rows.Int64(0) : long.MaxValue;
    }

    private static List<(BotId Bot, long Days)> Bots(SqliteSession session)
    {
        var bots = new List<(BotId, long)>();
        using var rows = session.Query(SelectBots);
        while (rows.Read()) bots.Add((BotId.Parse(rows.Text(0)), rows.Int64(1)));
        return bots;
    }

    private static List<(ChatId Chat, long Answered)> Chats(SqliteSession session, BotId bot)
    {
        var chats = new List<(ChatId, long)>();
        using var rows = session.Query(SelectChats, bot);
        while (rows.Read()) chats.Add((rows.Chat(0), rows.Int64(1)));
        return chats;
    }

    private static List<(byte[] Person, ChatKey Chat)> Rests(SqliteSession session)
    {
        var rests = new List<(byte[], ChatKey)>();
        using var rows = session.Query(SelectRest);
        while (rows.Read()) rests.Add((rows.Blob(0).ToArray(), new ChatKey(BotId.Parse(rows.Text(1)), rows.Chat(2))));
        return rests;
    }
}
