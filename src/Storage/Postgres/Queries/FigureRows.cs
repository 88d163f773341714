using MultiBot.Domain.Events.Subscribers;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>What a bot did, by the hour.</summary>
internal static class FigureRows
{
    public const string Select =
        """
        SELECT hour, received, sent, uncertain, failed, flood_waits, replies, reply_ms, slowest_reply_ms, input_tokens, output_tokens
        FROM metrics_data WHERE bot_id = $1 AND hour >= $2 AND hour < $3 ORDER BY hour
        """;

    public static BotHour Read(NpgsqlDataReader row) => new(row.Time(0), new HourFigures
    {
        Received = row.GetInt64(1),
        Sent = row.GetInt64(2),
        Uncertain = row.GetInt64(3),
        Failed = row.GetInt64(4),
        FloodWaits = row.GetInt64(5),
        Replies = row.GetInt64(6),
        ReplyMs = row.GetInt64(7),
        SlowestReplyMs = row.GetInt64(8),
        InputTokens = row.GetInt64(9),
        OutputTokens = row.GetInt64(10),
    });
}
