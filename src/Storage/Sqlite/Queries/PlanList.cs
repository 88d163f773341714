using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Conversations;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>A bot's chats with what is planned for them.</summary>
internal static class PlanList
{
    private const int ChatColumns = 4;

    private const string Select =
        $"""
        SELECT c.chat_id, c.version, c.turn, c.mode, {InitiativeRows.Columns}
        FROM chats c {InitiativeRows.Joins} WHERE c.bot_id = ?1 AND c.chat_id > ?2 ORDER BY c.chat_id LIMIT ?3
        """;

    public static Page<PlannedChat> List(SqliteSession session, MessageCodec codec, PersonHashes people, BotId bot, string? after, int limit)
    {
        var found = new List<PlannedChat>();
        // Groups, whose ids are negative, are not written to first.
        using (var rows = session.Query(Select, bot, PageCursor.ReadNumber(after, "plans") ?? 0, limit + 1))
        {
            while (rows.Read()) found.Add(Read(rows, bot, codec));
        }

        var page = PageCursor.Page(found, limit, last => PageCursor.Make("plans", last.Key.Chat.Value));
        return page with { Items = [.. page.Items.Select(chat => chat with { TimeZone = MemoryRows.Read(session, chat.Key, codec, people).Memory.TimeZone?.Value })] };
    }

    private static PlannedChat Read(SqlRows rows, BotId bot, MessageCodec codec) => new()
    {
        Key = new ChatKey(bot, rows.Chat(0)),
        Basis = new TurnBasis(rows.Int64(1), rows.Int64(2)),
        Mode = (ChatMode)rows.Int32(3),
        Initiative = InitiativeRows.Read(rows, ChatColumns, bot, codec),
    };
}
