using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>Why a bot wrote or stayed silent.</summary>
internal static class DecisionList
{
    private const string Columns = "d.id, d.chat_id, d.turn, d.kind, d.reason, d.at, d.inputs";
    private const string OfBot = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = ?1 AND d.id < ?2 ORDER BY d.id DESC LIMIT ?3";
    private const string OfChat = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = ?1 AND d.chat_id = ?4 AND d.id < ?2 ORDER BY d.id DESC LIMIT ?3";

    // Of one of ours: that of its turn. Of one of the person's: the first one that settled it.
    private const string OfMessage =
        $"""
        SELECT {Columns}, d.prompt FROM conversations m
        JOIN decisions d ON d.bot_id = m.bot_id AND d.chat_id = m.chat_id AND d.kind IN (0, 1, 2)
            AND CASE WHEN m.direction = 1 THEN d.turn = m.turn ELSE json_extract(d.inputs, '$.messageId') >= m.id END
        WHERE m.id = ?3 AND m.bot_id = ?1 AND m.chat_id = ?2 ORDER BY d.id LIMIT 1
        """;

    public static Page<DecisionItem> List(SqliteSession session, BotId bot, ChatId? chat, string? after, int limit)
    {
        var before = PageCursor.ReadNumber(after, "decisions") ?? long.MaxValue;
        var found = new List<DecisionItem>();
        using var rows = chat is { } one ? session.Query(OfChat, bot, before, limit + 1, one) : session.Query(OfBot, bot, before, limit + 1);
        while (rows.Read()) found.Add(Read(rows));
        return PageCursor.Page(found, limit, last => PageCursor.Make("decisions", last.Id));
    }

    public static DecisionItem? Find(SqliteSession session, MessageCodec codec, ChatKey key, long messageId)
    {
        using var rows = session.Query(OfMessage, key.Bot, key.Chat, messageId);
        return rows.Read() ? Read(rows) with { Prompt = rows.IsNull(7) ? null : codec.Decode(key.Bot, rows.Blob(7)) } : null;
    }

    private static DecisionItem Read(SqlRows rows) => new()
    {
        Id = rows.Int64(0),
        ChatId = rows.Chat(1),
        Turn = rows.Int64(2),
        Kind = (DecisionKind)rows.Int32(3),
        Reason = rows.Text(4),
        At = rows.Time(5),
        Inputs = rows.Text(6),
    };
}
