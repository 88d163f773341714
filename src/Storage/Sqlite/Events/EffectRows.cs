using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Events;
using MultiBot.Storage.Sqlite.Keys;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Events;

/// <summary>What handling events writes. Nothing is counted for a bot whose data is being erased.</summary>
internal static class EffectRows
{
    private const string Count =
        """
        INSERT INTO metrics_data (bot_id, hour, received, sent, uncertain, failed, flood_waits, replies, reply_ms, slowest_reply_ms, input_tokens, output_tokens)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM bots WHERE bot_id = ?1 AND NOT erasing
        ON CONFLICT (bot_id, hour) DO UPDATE SET received = received + excluded.received, sent = sent + excluded.sent,
            uncertain = uncertain + excluded.uncertain, failed = failed + excluded.failed, flood_waits = flood_waits + excluded.flood_waits,
            replies = replies + excluded.replies, reply_ms = reply_ms + excluded.reply_ms,
            slowest_reply_ms = max(slowest_reply_ms, excluded.slowest_reply_ms), input_tokens = input_tokens + excluded.input_tokens,
            output_tokens = output_tokens + excluded.output_tokens
        """;

    private const string Remember =
        """
        INSERT INTO notices (bot_id, state) SELECT ?1, ?2 FROM bots WHERE bot_id = ?1 AND NOT erasing
        ON CONFLICT (bot_id) DO UPDATE SET state = excluded.state
        """;

    private const string Forget = "DELETE FROM notices WHERE bot_id = ?1";
    private const string RememberFleet = "INSERT INTO fleet_notices (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = excluded.state";

    public static void Store(SqliteSession session, SubscriberEffects effects)
    {
        foreach (var ((bot, hour), figures) in effects.Hours)
        {
            session.Execute(
                Count, bot, hour, figures.Received, figures.Sent, figures.Uncertain, figures.Failed, figures.FloodWaits, figures.Replies, figures.ReplyMs,
                figures.SlowestReplyMs, figures.InputTokens, figures.OutputTokens);
        }

        foreach (var entry in effects.Audit) SqliteApiKeyStore.Audit(session, entry);
        foreach (var (bot, notices) in effects.Notices)
        {
            if (notices is null) session.Execute(Forget, bot);
            else session.Execute(Remember, bot, NoticeJson.Write(notices));
        }

        if (effects.Fleet is { } fleet) session.Execute(RememberFleet, NoticeJson.Write(fleet));
    }
}
