using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>Drafts, as they stand by the chat and the clock.</summary>
internal static class DraftRows
{
    /// <summary>Of <c>drafts w</c>, joined to a chat's row: the one that waits there.</summary>
    public const string Waiting = "w.id, w.version, w.turn, w.action, w.expires_at";

    /// <summary>To <c>chats c</c>.</summary>
    public const string Join = "LEFT JOIN drafts w ON w.bot_id = c.bot_id AND w.chat_id = c.chat_id AND w.state = 0";

    private const string Columns =
        """
        d.id, CASE WHEN d.state <> 0 THEN d.state WHEN d.version <> c.version OR d.turn <> c.turn THEN 3 WHEN d.expires_at <= clock() THEN 4 ELSE 0 END::smallint,
        d.draft_data, d.at, d.expires_at, d.settled_at, d.answers, d.action, d.message_id, d.version, d.turn
        """;

    private const string Of = $"SELECT {Columns} FROM drafts d JOIN chats c ON c.bot_id = d.bot_id AND c.chat_id = d.chat_id WHERE d.bot_id = $1 AND d.chat_id = $2";
    private const string Many = $"{Of} AND d.id < $3 ORDER BY d.id DESC LIMIT $4";

    /// <param name="row">The present one.</param>
    /// <param name="at">Where <see cref="Waiting"/> begins.</param>
    public static WaitingDraft? ReadWaiting(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : new WaitingDraft
    {
        Id = row.GetInt64(at), Basis = new TurnBasis(row.GetInt64(at + 1), row.GetInt64(at + 2)), Unasked = KindOrNull(row, at + 3), ExpiresAt = row.TimeOrNull(at + 4),
    };

    public static async Task<DraftItem?> FindAsync(PostgresSessions sessions, MessageCodec codec, ChatKey key, long id, CancellationToken cancellation)
    {
        var newest = await sessions.OfBotAsync(key.Bot, rows => rows.FindAsync(row => Read(row, codec, key)), cancellation, new SqlStatement(Many, key.Bot, key.Chat, id + 1, 1L));
        return newest?.Id == id ? newest : null;
    }

    public static async Task<Page<DraftItem>> ListAsync(
        PostgresSessions sessions, MessageCodec codec, ChatKey key, string? after, int limit, CancellationToken cancellation)
    {
        var statement = new SqlStatement(Many, key.Bot, key.Chat, PageCursor.ReadNumber(after, "drafts") ?? long.MaxValue, limit + 1L);
        var found = await sessions.OfBotAsync(key.Bot, rows => rows.ListAsync(row => Read(row, codec, key)), cancellation, statement);
        return PageCursor.Page(found, limit, last => PageCursor.Make("drafts", last.Id));
    }

    private static DraftItem Read(NpgsqlDataReader row, MessageCodec codec, ChatKey key) => new()
    {
        Id = row.GetInt64(0),
        ChatId = key.Chat,
        State = (DraftState)row.GetInt16(1),
        Text = codec.Decode(key.Bot, row.Bytes(2)),
        At = row.Time(3),
        ExpiresAt = row.TimeOrNull(4),
        SettledAt = row.TimeOrNull(5),
        Answers = row.GetFieldValue<long[]>(6),
        Unasked = KindOrNull(row, 7),
        MessageId = row.Int64OrNull(8),
        Version = row.GetInt64(9),
        Turn = row.GetInt64(10),
    };

    private static AutonomyKind? KindOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : (AutonomyKind)row.GetInt16(column);
}
