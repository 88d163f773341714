using MultiBot.Domain.Bots;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>What a bot did, by the hour.</summary>
internal static class FigureRows
{
    private const string Select =
        """
        SELECT hour, received, sent, uncertain, failed, flood_waits, replies, reply_ms, slowest_reply_ms, input_tokens, output_tokens
        FROM metrics_data WHERE bot_id = ?1 AND hour >= ?2 AND hour < ?3 ORDER BY hour
        """;

    public static List<BotHour> Read(SqliteSession session, BotId bot, DateTimeOffset from, DateTimeOffset to)
    {
        var hours = new List<BotHour>();
        using var rows = session.Query(Select, bot, from, to);
        while (rows.Read())
        {
            hours.Add(new BotHour(rows.Time(0), new HourFigures
            {
                Received = rows.Int64(1),
                Sent = rows.Int64(2),
                Uncertain = rows.Int64(3),
                Failed = rows.Int64(4),
                FloodWaits = rows.Int64(5),
                Replies = rows.Int64(6),
                ReplyMs = rows.Int64(7),
                SlowestReplyMs = rows.Int64(8),
                InputTokens = rows.Int64(9),
                OutputTokens = rows.Int64(10),
            }));
        }

        return hours;
    }
}
