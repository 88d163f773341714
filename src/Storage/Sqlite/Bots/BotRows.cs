using MultiBot.Domain.Bots;
using MultiBot.Storage.Bots;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Bots;

/// <summary>Rows of <c>bots</c>. Secrets are sealed before the write begins, so the bot's data key must exist.</summary>
internal sealed class BotRows(BotConfigCodec codec)
{
    private const string Insert =
        """
        INSERT INTO bots (bot_id, name, search, kind, tags, template, config, own_json, secrets, seal_messages, revision, should_run,
            source, remove_webhook, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, ?12, ?13, ?14, ?14)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertSession = "INSERT INTO telegram_sessions (bot_id) VALUES (?1) ON CONFLICT DO NOTHING";

    private const string UpdateConfig =
        """
        UPDATE bots SET name = ?2, search = ?3, kind = ?4, tags = ?5, template = ?6, config = ?7, own_json = ?8,
            secrets = ?9, seal_messages = ?10, username = CASE WHEN NOT ?13 THEN username END, revision = revision + 1, updated_at = ?11
        WHERE bot_id = ?1 AND removed_at IS NULL AND (?12 IS NULL OR revision = ?12)
        """;

    private const string Select =
        """
        SELECT config, secrets, own_json, revision, should_run, source, created_at, updated_at, removed_at, remove_webhook, username
        FROM bots WHERE bot_id = ?1 AND erasing = 0
        """;

    public static bool Add(SqliteSession session, SealedBot bot, BotRecord record, long now)
    {
        if (session.Execute(
            Insert, bot.Id, bot.Name, bot.Search, bot.Kind, bot.TagsJson, bot.Template, bot.Config, bot.OwnJson, bot.Secrets, bot.SealMessages,
            record.ShouldRun, record.Source, record.RemoveWebhook, now) == 0) return false;
        session.Execute(InsertSession, bot.Id);
        return true;
    }

    public static bool Replace(SqliteSession session, SealedBot bot, bool newAccount, long? expectedRevision, long now) => session.Execute(
        UpdateConfig, bot.Id, bot.Name, bot.Search, bot.Kind, bot.TagsJson, bot.Template, bot.Config, bot.OwnJson, bot.Secrets, bot.SealMessages,
        now, expectedRevision, newAccount) > 0;

    public BotRecord? Find(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(Select, bot);
        if (!rows.Read()) return null;
        return new BotRecord
        {
            Config = codec.Restore(bot, rows.Text(0), rows.Blob(1)),
            OwnJson = rows.Text(2),
            Revision = rows.Int64(3),
            ShouldRun = rows.Flag(4),
            Source = rows.TextOrNull(5),
            CreatedAt = rows.Time(6),
            UpdatedAt = rows.Time(7),
            RemovedAt = rows.TimeOrNull(8),
            RemoveWebhook = rows.Flag(9),
            Username = rows.TextOrNull(10),
        };
    }
}
