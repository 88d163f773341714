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
    private const string Columns = "d.id, d.chat_id, d.turn, d.kind, d.reason, d.at, d.inputs, d.calls";
    private const string OfBot = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = ?1 AND d.id < ?2 ORDER BY d.id DESC LIMIT ?3";
    private const string OfChat = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = ?1 AND d.chat_id = ?4 AND d.id < ?2 ORDER BY d.id DESC LIMIT ?3";

    // One of ours has the decision of its turn, the first: silence from then on is told with the same turn.
    // One of the person's has the first that settled it, else that of the newest draft (6).
    private const string OfTurn =
        $"SELECT {Columns}, d.prompt FROM decisions d WHERE d.bot_id = ?1 AND d.chat_id = ?2 AND d.turn = ?3 AND d.kind IN (0, 1, 2) ORDER BY d.id LIMIT 1";

    private const string OfHeard =
        $"""
        SELECT {Columns}, d.prompt FROM decisions d
        WHERE d.bot_id = ?1 AND d.chat_id = ?2 AND json_extract(d.inputs, '$.messageId') >= ?3 AND d.kind IN (0, 1, 2, 6)
        ORDER BY d.kind = 6, CASE WHEN d.kind = 6 THEN -d.id ELSE d.id END LIMIT 1
        """;

    public static Page<DecisionItem> List(SqliteSession session, MessageCodec codec, BotId bot, ChatId? chat, string? after, int limit)
    {
        var before = PageCursor.ReadNumber(after, "decisions") ?? long.MaxValue;
        var found = new List<DecisionItem>();
        using var rows = chat is { } one ? session.Query(OfChat, bot, before, limit + 1, one) : session.Query(OfBot, bot, before, limit + 1);
        while (rows.Read()) found.Add(Read(rows, bot, codec));
        return PageCursor.Page(found, limit, last => PageCursor.Make("decisions", last.Id));
    }

    public static DecisionItem? Find(SqliteSession session, MessageCodec codec, ChatKey key, MessageItem message)
    {
        using var rows = message.Turn is { } turn ? session.Query(OfTurn, key.Bot, key.Chat, turn) : session.Query(OfHeard, key.Bot, key.Chat, message.Id);
        return rows.Read() ? Read(rows, key.Bot, codec) with { Prompt = PromptIn(rows, key.Bot, codec) } : null;
    }

    public static string? FindPrompt(SqliteSession session, MessageCodec codec, ChatKey key, long turn)
    {
        using var rows = session.Query(OfTurn, key.Bot, key.Chat, turn);
        return rows.Read() ? PromptIn(rows, key.Bot, codec) : null;
    }

    private static string? PromptIn(SqlRows rows, BotId bot, MessageCodec codec) => rows.IsNull(8) ? null : codec.Decode(bot, rows.Blob(8));

    private static DecisionItem Read(SqlRows rows, BotId bot, MessageCodec codec) => new()
    {
        Id = rows.Int64(0),
        ChatId = rows.Chat(1),
        Turn = rows.Int64(2),
        Kind = (DecisionKind)rows.Int32(3),
        Reason = rows.Text(4),
        At = rows.Time(5),
        Inputs = rows.Text(6),
        Calls = rows.IsNull(7) ? null : codec.Decode(bot, rows.Blob(7)),
    };
}
