using System.Text.Json;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Drafts, as they stand by the chat and the clock.</summary>
internal static class DraftRows
{
    private const string SelectWaiting = "SELECT id, version, turn, action, expires_at FROM drafts WHERE bot_id = ?1 AND chat_id = ?2 AND state = 0";
    private const string SelectApproval = "SELECT approval FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    private const string Columns =
        """
        d.id, CASE WHEN d.state <> 0 THEN d.state WHEN d.version <> c.version OR d.turn <> c.turn THEN 3 WHEN d.expires_at <= ?3 THEN 4 ELSE 0 END,
        d.draft_data, d.at, d.expires_at, d.settled_at, d.answers, d.action, d.message_id, d.version, d.turn
        """;

    private const string Of = $"SELECT {Columns} FROM drafts d JOIN chats c ON c.bot_id = d.bot_id AND c.chat_id = d.chat_id WHERE d.bot_id = ?1 AND d.chat_id = ?2";
    private const string One = $"{Of} AND d.id = ?4";
    private const string Many = $"{Of} AND d.id < ?4 ORDER BY d.id DESC LIMIT ?5";

    public static WaitingDraft? Waiting(SqliteSession session, ChatKey key)
    {
        using var rows = session.Query(SelectWaiting, key.Bot, key.Chat);
        return !rows.Read() ? null : new WaitingDraft
        {
            Id = rows.Int64(0), Basis = new TurnBasis(rows.Int64(1), rows.Int64(2)), Unasked = (AutonomyKind?)rows.Int64OrNull(3), ExpiresAt = rows.TimeOrNull(4),
        };
    }

    /// <summary>What is asked for in this chat; null: nothing in particular.</summary>
    public static bool? Approval(SqliteSession session, ChatKey key)
    {
        using var rows = session.Query(SelectApproval, key.Bot, key.Chat);
        return rows.Read() && !rows.IsNull(0) ? rows.Flag(0) : null;
    }

    public static DraftItem? Find(SqliteSession session, MessageCodec codec, ChatKey key, long id, DateTimeOffset now)
    {
        using var rows = session.Query(One, key.Bot, key.Chat, now, id);
        return rows.Read() ? Read(rows, codec, key) : null;
    }

    public static Page<DraftItem> List(SqliteSession session, MessageCodec codec, ChatKey key, string? after, int limit, DateTimeOffset now)
    {
        var found = new List<DraftItem>();
        using var rows = session.Query(Many, key.Bot, key.Chat, now, PageCursor.ReadNumber(after, "drafts") ?? long.MaxValue, limit + 1);
        while (rows.Read()) found.Add(Read(rows, codec, key));
        return PageCursor.Page(found, limit, last => PageCursor.Make("drafts", last.Id));
    }

    public static string JsonOf(IReadOnlyList<long> answers) => JsonSerializer.Serialize([.. answers], BotConfigJson.Default.Int64Array);

    private static DraftItem Read(SqlRows rows, MessageCodec codec, ChatKey key) => new()
    {
        Id = rows.Int64(0),
        ChatId = key.Chat,
        State = (DraftState)rows.Int32(1),
        Text = codec.Decode(key.Bot, rows.Blob(2)),
        At = rows.Time(3),
        ExpiresAt = rows.TimeOrNull(4),
        SettledAt = rows.TimeOrNull(5),
        Answers = JsonSerializer.Deserialize(rows.Text(6), BotConfigJson.Default.Int64Array)!,
        Unasked = (AutonomyKind?)rows.Int64OrNull(7),
        MessageId = rows.Int64OrNull(8),
        Version = rows.Int64(9),
        Turn = rows.Int64(10),
    };
}
