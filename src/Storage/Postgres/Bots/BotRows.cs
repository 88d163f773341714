using MultiBot.Domain.Bots;
using MultiBot.Storage.Bots;
using MultiBot.Storage.Postgres.Session;

namespace MultiBot.Storage.Postgres.Bots;

/// <summary>Changes of <c>bots</c>, each with its event in the same statement.</summary>
internal static class BotRows
{
    private const string InsertOne =
        """
        WITH added AS (
            INSERT INTO bots (bot_id, name, search, kind, tags, template, config, own_json, secrets, seal_messages, revision, should_run,
                source, remove_webhook, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, now_at, now_at FROM clock() now_at
            ON CONFLICT DO NOTHING RETURNING bot_id, created_at),
        session AS (INSERT INTO telegram_sessions (bot_id) SELECT bot_id FROM added ON CONFLICT DO NOTHING),
        told AS (INSERT INTO events (bot_id, type, at, data) SELECT bot_id, 'BotRegistered', created_at, '{}' FROM added)
        SELECT count(*) FROM added
        """;

    private const string UpdateOne =
        $$"""
        WITH changed AS (
            UPDATE bots SET name = $2, search = $3, kind = $4, tags = $5, template = $6, config = $7, own_json = $8,
                secrets = $9, seal_messages = $10, username = CASE WHEN NOT $12 THEN username END, revision = revision + 1, updated_at = now_at
            FROM clock() now_at WHERE bot_id = $1 AND removed_at IS NULL AND ($11 IS NULL OR revision = $11) RETURNING bots.*),
        told AS (INSERT INTO events (bot_id, type, at, data) SELECT bot_id, 'BotConfigChanged', updated_at, '{}' FROM changed)
        SELECT {{BotRow.Columns}} FROM changed
        """;

    public static SqlStatement Insert(SealedBot bot, BotRecord record) =>
        new(InsertOne, [.. Values(bot), record.ShouldRun, record.Source, record.RemoveWebhook]);

    public static SqlStatement Replace(SealedBot bot, bool newAccount, long? expectedRevision) =>
        new(UpdateOne, [.. Values(bot), expectedRevision, newAccount]);

    private static SqlArgument[] Values(SealedBot bot) =>
    [
        bot.Id, bot.Name, bot.Search, SqlArgument.Small(bot.Kind), bot.Tags, bot.Template, SqlArgument.Jsonb(bot.Config), bot.OwnJson, bot.Secrets,
        bot.SealMessages,
    ];
}
