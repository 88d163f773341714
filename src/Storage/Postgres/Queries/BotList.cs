using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>Bots that are registered, with what their grains last reported and what their sessions counted.</summary>
internal static class BotList
{
    private const string Columns =
        "bot_id, name, kind, status, silo, tags, last_error, should_run, username, revision, updated_at, received, sent, uncertain, parked, rejected, last_update_at, epoch";

    private const string One = $"SELECT {Columns} FROM bot_items WHERE bot_id = $1";
    private const string Many = $"SELECT {Columns} FROM list_bots($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private readonly record struct Found(BotListItem Bot, DateTimeOffset UpdatedAt);

    /// <summary>How a list is sorted, and where its page begins.</summary>
    private readonly record struct Place(int Sort, string? Id, string? Name = null, DateTimeOffset? Change = null);

    public static async Task<BotListItem?> FindAsync(PostgresSessions sessions, BotId bot, CancellationToken cancellation) =>
        await sessions.OfBotAsync(bot, rows => rows.FindAsync(row => Read(row).Bot), cancellation, new SqlStatement(One, bot));

    /// <exception cref="FormatException">The cursor or the sort order is not one of ours.</exception>
    public static async Task<Page<BotListItem>> ListAsync(PostgresSessions sessions, BotQuery query, CancellationToken cancellation)
    {
        var place = PlaceOf(query);
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : StorableText.Clean(query.Text.Trim().ToLowerInvariant());
        var tag = query.Tag is null ? null : StorableText.Clean(query.Tag);
        var among = query.Among?.Select(bot => bot.Value).ToArray();
        var found = await sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(
            Many, tag, SqlArgument.Small(query.Status is { } status ? (long)status : null), text, among, place.Sort, place.Id, place.Name, place.Change,
            query.Limit + 1));
        var page = PageCursor.Page(found, query.Limit, last => CursorOf(query.Sort, last));
        return new Page<BotListItem> { Items = [.. page.Items.Select(item => item.Bot)], Next = page.Next };
    }

    private static Place PlaceOf(BotQuery query)
    {
        switch (query.Sort)
        {
            case null or "botId":
                return new Place(0, PageCursor.Read(query.After, "bots", 1)?[0]);
            case "name":
                var name = PageCursor.Read(query.After, "bots.name", 2);
                return new Place(1, name?[0], Name: name?[1]);
            case "-updatedAt":
                var change = PageCursor.Read(query.After, "bots.-updatedAt", 2);
                return new Place(2, change?[0], Change: change is null ? null : Time(change[1]));
            default:
                throw new FormatException("Bots are sorted by botId, name or -updatedAt.");
        }
    }

    private static DateTimeOffset Time(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var micros) && micros <= DateTimeOffset.MaxValue.ToMicros()
        ? StoreTime.FromMicros(micros)
        : throw new FormatException("This cursor is not one of this list.");

    private static string CursorOf(string? sort, Found last) => sort switch
    {
        "name" => PageCursor.Make("bots.name", last.Bot.BotId.Value, last.Bot.Name),
        "-updatedAt" => PageCursor.Make("bots.-updatedAt", last.Bot.BotId.Value, last.UpdatedAt.ToMicros().ToString(CultureInfo.InvariantCulture)),
        _ => PageCursor.Make("bots", last.Bot.BotId.Value),
    };

    private static Found Read(NpgsqlDataReader row)
    {
        var status = (BotStatus)row.GetInt16(3);
        var bot = new BotListItem
        {
            BotId = BotId.Parse(row.GetString(0)),
            Name = row.GetString(1),
            Kind = (AccountKind)row.GetInt16(2),
            Status = status,
            Health = BotHealths.Of(status),
            Silo = row.TextOrNull(4),
            Tags = row.GetFieldValue<string[]>(5),
            LastError = row.TextOrNull(6),
            ShouldRun = row.GetBoolean(7),
            Username = row.TextOrNull(8),
            Revision = row.GetInt64(9),
            Counters = new BotCounters
            {
                Received = row.GetInt64(11), Sent = row.GetInt64(12), Uncertain = row.GetInt64(13), Parked = row.GetInt64(14), Rejected = row.GetInt64(15),
            },
            LastUpdateAt = row.TimeOrNull(16),
            Epoch = row.GetInt64(17),
        };
        return new Found(bot, row.Time(10));
    }
}
