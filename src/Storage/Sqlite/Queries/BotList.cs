using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>Bots that are registered, with what their grains last reported and what their sessions counted.</summary>
internal static class BotList
{
    private const string Columns =
        """
        SELECT b.bot_id, b.name, b.kind, b.status, b.silo, b.tags, b.last_error, b.should_run, b.username, b.revision, b.updated_at,
            s.received, s.sent, s.uncertain, s.parked, s.rejected, s.last_update_at, l.epoch
        FROM bots b JOIN telegram_sessions s ON s.bot_id = b.bot_id LEFT JOIN bot_leases l ON l.bot_id = b.bot_id
        WHERE b.removed_at IS NULL
        """;

    private const string Filter =
        """
        AND (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(b.tags) t WHERE t.value = ?1))
        AND (?2 IS NULL OR b.status = ?2)
        AND (?3 IS NULL OR instr(b.search, ?3) > 0)
        AND (?4 IS NULL OR b.bot_id IN (SELECT value FROM json_each(?4)))
        """;

    private const string ById = $"{Columns} {Filter} AND (?6 IS NULL OR b.bot_id > ?6) ORDER BY b.bot_id LIMIT ?5";
    private const string ByName = $"{Columns} {Filter} AND (?6 IS NULL OR (b.name, b.bot_id) > (?6, ?7)) ORDER BY b.name, b.bot_id LIMIT ?5";
    private const string ByChange =
        $"{Columns} {Filter} AND (?6 IS NULL OR (b.updated_at, b.bot_id) < (?6, ?7)) ORDER BY b.updated_at DESC, b.bot_id DESC LIMIT ?5";

    private const string One = $"{Columns} AND b.bot_id = ?1";

    private readonly record struct Found(BotListItem Bot, long UpdatedAt);

    public static BotListItem? Find(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(One, bot);
        return rows.Read() ? Read(rows).Bot : null;
    }

    /// <exception cref="FormatException">The cursor or the sort order is not one of ours.</exception>
    public static Page<BotListItem> List(SqliteSession session, BotQuery query)
    {
        var found = new List<Found>();
        using (var rows = Run(session, query))
        {
            while (rows.Read()) found.Add(Read(rows));
        }

        var page = PageCursor.Page(found, query.Limit, last => CursorOf(query.Sort, last));
        return new Page<BotListItem> { Items = [.. page.Items.Select(item => item.Bot)], Next = page.Next };
    }

    private static SqlRows Run(SqliteSession session, BotQuery query)
    {
        SqlValue status = query.Status is { } one ? (long)one : SqlValue.Null;
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim().ToLowerInvariant();
        var among = query.Among is null ? null : JsonSerializer.Serialize([.. query.Among.Select(bot => bot.Value)], BotConfigJson.Default.StringArray);
        switch (query.Sort)
        {
            case null or "botId":
                var after = PageCursor.Read(query.After, "bots", 1);
                return session.Query(ById, query.Tag, status, text, among, query.Limit + 1, after?[0]);
            case "name":
                var name = PageCursor.Read(query.After, "bots.name", 2);
                return session.Query(ByName, query.Tag, status, text, among, query.Limit + 1, name?[1], name?[0]);
            case "-updatedAt":
                var change = PageCursor.Read(query.After, "bots.-updatedAt", 2);
                return session.Query(ByChange, query.Tag, status, text, among, query.Limit + 1, Time(change), change?[0]);
            default:
                throw new FormatException("Bots are sorted by botId, name or -updatedAt.");
        }
    }

    private static SqlValue Time(string[]? key) => key is null ? SqlValue.Null
        : long.TryParse(key[1], NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time
        : throw new FormatException("This cursor is not one of this list.");

    private static string CursorOf(string? sort, Found last) => sort switch
    {
        "name" => PageCursor.Make("bots.name", last.Bot.BotId.Value, last.Bot.Name),
        "-updatedAt" => PageCursor.Make("bots.-updatedAt", last.Bot.BotId.Value, last.UpdatedAt.ToString(CultureInfo.InvariantCulture)),
        _ => PageCursor.Make("bots", last.Bot.BotId.Value),
    };

    private static Found Read(SqlRows rows)
    {
        var status = (BotStatus)rows.Int32(3);
        var bot = new BotListItem
        {
            BotId = BotId.Parse(rows.Text(0)),
            Name = rows.Text(1),
            Kind = (AccountKind)rows.Int32(2),
            Status = status,
            Health = BotHealths.Of(status),
            Silo = rows.TextOrNull(4),
            Tags = JsonSerializer.Deserialize(rows.Text(5), BotConfigJson.Default.StringArray)!,
            LastError = rows.TextOrNull(6),
            ShouldRun = rows.Flag(7),
            Username = rows.TextOrNull(8),
            Revision = rows.Int64(9),
            Counters = ReadCounters(rows, 11),
            LastUpdateAt = rows.TimeOrNull(16),
            Epoch = rows.Int64(17),
        };
        return new Found(bot, rows.Int64(10));
    }

    private static BotCounters ReadCounters(SqlRows rows, int first) => new()
    {
        Received = rows.Int64(first),
        Sent = rows.Int64(first + 1),
        Uncertain = rows.Int64(first + 2),
        Parked = rows.Int64(first + 3),
        Rejected = rows.Int64(first + 4),
    };
}
