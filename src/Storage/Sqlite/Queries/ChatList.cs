using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

internal static class ChatList
{
    private const string Columns =
        """
        SELECT c.chat_id, COALESCE(n.name, c.contact_name), c.mode, c.message_count, c.last_activity_at, c.language, c.version
        FROM chats c LEFT JOIN contact_names n ON n.bot_id = c.bot_id AND n.chat_id = c.chat_id WHERE c.bot_id = ?1
        """;

    private const string Many = $"{Columns} AND (?2 IS NULL OR c.chat_id > ?2) ORDER BY c.chat_id LIMIT ?3";
    private const string One = $"{Columns} AND c.chat_id = ?2";

    public static Page<ChatListItem> List(SqliteSession session, BotId bot, string? after, int limit)
    {
        var found = new List<ChatListItem>();
        using var rows = session.Query(Many, bot, PageCursor.ReadNumber(after, "chats"), limit + 1);
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
    };
}
