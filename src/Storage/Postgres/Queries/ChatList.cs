using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

internal static class ChatList
{
    private const string Columns =
        """
        SELECT c.chat_id, COALESCE(n.name, c.contact_name), c.mode, c.message_count, c.last_activity_at, c.language, c.version
        FROM chats c LEFT JOIN contact_names n ON n.bot_id = c.bot_id AND n.chat_id = c.chat_id WHERE c.bot_id = $1
        """;

    private const string Many = $"{Columns} AND ($2 IS NULL OR c.chat_id > $2) ORDER BY c.chat_id LIMIT $3";
    private const string One = $"{Columns} AND c.chat_id = $2";

    public static async Task<Page<ChatListItem>> ListAsync(PostgresSessions sessions, BotId bot, string? after, int limit, CancellationToken cancellation)
    {
        var found = await sessions.OfBotAsync(
            bot, rows => rows.ListAsync(Read), cancellation, new SqlStatement(Many, bot, PageCursor.ReadNumber(after, "chats"), limit + 1L));
        return PageCursor.Page(found, limit, last => PageCursor.Make("chats", last.ChatId.Value));
    }

    public static Task<ChatListItem?> FindAsync(PostgresSessions sessions, ChatKey key, CancellationToken cancellation) =>
        sessions.OfBotAsync(key.Bot, rows => rows.FindAsync(Read), cancellation, new SqlStatement(One, key.Bot, key.Chat));

    private static ChatListItem Read(NpgsqlDataReader row) => new()
    {
        ChatId = row.Chat(0),
        Name = row.TextOrNull(1),
        Mode = (ChatMode)row.GetInt16(2),
        MessageCount = row.GetInt64(3),
        LastActivityAt = row.TimeOrNull(4),
        Language = row.TextOrNull(5),
        Version = row.GetInt64(6),
    };
}
