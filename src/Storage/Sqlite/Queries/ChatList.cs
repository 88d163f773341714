using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

internal static class ChatList
{
    private const string Columns =
        "SELECT c.chat_id, COALESCE(n.name, c.contact_name), c.mode, c.message_count, c.last_activity_at, c.language, c.version, p.tags, p.approval, c.human_until";

    private const string Names = "LEFT JOIN contact_names n ON n.bot_id = c.bot_id AND n.chat_id = c.chat_id";

    private const string Of =
        $"""
        {Columns} FROM chats c {Names} LEFT JOIN user_profiles p ON p.bot_id = c.bot_id AND p.chat_id = c.chat_id
        WHERE c.bot_id = ?1
        """;

    private const string Many = $"{Of} AND (?2 IS NULL OR c.chat_id > ?2) ORDER BY c.chat_id LIMIT ?3";
    private const string One = $"{Of} AND c.chat_id = ?2";

    // From the few that have tags at all.
    private const string Tagged =
        $"""
        {Columns} FROM user_profiles p JOIN chats c ON c.bot_id = p.bot_id AND c.chat_id = p.chat_id {Names}
        WHERE p.bot_id = ?1 AND p.tags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(p.tags) t WHERE t.value = ?4) AND (?2 IS NULL OR p.chat_id > ?2)
        ORDER BY p.chat_id LIMIT ?3
        """;

    public static Page<ChatListItem> List(SqliteSession session, BotId bot, string? tag, string? after, int limit)
    {
        var found = new List<ChatListItem>();
        var cursor = PageCursor.ReadNumber(after, "chats");
        using var rows = tag is null ? session.Query(Many, bot, cursor, limit + 1) : session.Query(Tagged, bot, cursor, limit + 1, tag);
        while (rows.Read()) found.Add(Read(rows));
        return PageCursor.Page(found, limit, last => PageCursor.Make("chats", last.ChatId.Value));
    }

    public static ChatListItem? Find(SqliteSession session, ChatKey key)
    {
        using var rows = session.Query(One, key.Bot, key.Chat);
        return rows.Read() ? Read(rows) : null;
    }

    private static ChatListItem Read(SqlRows rows) => new()
    {
        ChatId = rows.Chat(0),
        Name = rows.TextOrNull(1),
        Mode = (ChatMode)rows.Int32(2),
        MessageCount = rows.Int64(3),
        LastActivityAt = rows.TimeOrNull(4),
        Language = rows.TextOrNull(5),
        Version = rows.Int64(6),
        Tags = MemoryRows.TagsOf(rows.TextOrNull(7)),
        Approval = rows.IsNull(8) ? null : rows.Flag(8),
        HumanUntil = rows.TimeOrNull(9),
    };
}
