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
        "SELECT c.chat_id, COALESCE(n.name, c.contact_name), c.mode, c.message_count, c.last_activity_at, c.language, c.version, p.tags, p.approval, c.human_until";

    private const string Names = "LEFT JOIN contact_names n ON n.bot_id = c.bot_id AND n.chat_id = c.chat_id";

    private const string Of =
        $"""
        {Columns} FROM chats c {Names} LEFT JOIN user_profiles p ON p.bot_id = c.bot_id AND p.chat_id = c.chat_id
        WHERE c.bot_id = $1
        """;

    private const string Many = $"{Of} AND ($2 IS NULL OR c.chat_id > $2) ORDER BY c.chat_id LIMIT $3";
    private const string One = $"{Of} AND c.chat_id = $2";

    // From the few that have tags at all.
    private const string Tagged =
        $"""
        {Columns} FROM user_profiles p JOIN chats c ON c.bot_id = p.bot_id AND c.chat_id = p.chat_id {Names}
        WHERE p.bot_id = $1 AND p.tags IS NOT NULL AND $4 = ANY (p.tags) AND ($2 IS NULL OR p.chat_id > $2) ORDER BY p.chat_id LIMIT $3
        """;

    public static async Task<Page<ChatListItem>> ListAsync(
        PostgresSessions sessions, BotId bot, string? tag, string? after, int limit, CancellationToken cancellation)
    {
        var cursor = PageCursor.ReadNumber(after, "chats");
        var statement = tag is null ? new SqlStatement(Many, bot, cursor, limit + 1L) : new SqlStatement(Tagged, bot, cursor, limit + 1L, tag);
        var found = await sessions.OfBotAsync(bot, rows => rows.ListAsync(Read), cancellation, statement);
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
        Tags = row.TextsOrNull(7) ?? [],
        Approval = row.IsDBNull(8) ? null : row.GetBoolean(8),
        HumanUntil = row.TimeOrNull(9),
    };
}
