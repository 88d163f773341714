using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Reads whole chats. Everything of one call comes from one view.</summary>
internal sealed class ChatReader(MessageCodec codec, PersonHashes people, TimeProvider clock)
{
    private const string SelectWaiting =
        $"""
        SELECT {MessageRows.InboxColumns} FROM conversations m LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE m.bot_id = ?1 AND m.chat_id = ?2 AND m.id > ?3 AND m.direction = 0 AND m.entry = 0 AND m.deleted = 0 AND m.state IN (0, 1)
        ORDER BY m.id
        """;

    private const string SelectRequeued =
        $"""
        SELECT {MessageRows.InboxColumns}
        FROM parked_messages p JOIN conversations m ON m.id = p.message_id LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE p.bot_id = ?1 AND p.chat_id = ?2 AND m.state = 6 AND m.deleted = 0
        """;

    private const string SelectOpen =
        $"""
        SELECT {OutRow.Columns} FROM conversations
        WHERE bot_id = ?1 AND chat_id = ?2 AND turn >= ?3 AND direction = 1 AND state IN (0, 1) ORDER BY turn, part
        """;

    // Settled: ours when it may have arrived, but for notices; theirs, but for commands, unless it still waits (state 6, or above the watermark without a state of its own),
    // and in a group unless it was ignored for a reason.
    private const string SelectSettled =
        """
        SELECT m.author, COALESCE(e.kind, m.kind), COALESCE(e.message_data, m.message_data), m.at, m.id
        FROM conversations m LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE m.bot_id = ?1 AND m.chat_id = ?2 AND m.entry = 0 AND m.deleted = 0
            AND ((m.direction = 1 AND m.state IN (2, 3) AND m.author NOT IN (3, 5)) OR (m.direction = 0 AND m.author <> 4 AND m.state <> 6 AND (m.state > 1 OR m.id <= ?3)
                AND (m.chat_id > 0 OR m.state <> 3 OR m.code IS NULL)))
        """;

    private const string SelectHistory = $"{SelectSettled} ORDER BY m.id DESC LIMIT ?4";
    private const string SelectLines = $"{SelectSettled} AND m.id > ?5 ORDER BY m.id LIMIT ?4";

    private const string SelectUnfinished =
        """
        SELECT c.chat_id FROM chats c WHERE c.bot_id = ?1 AND (c.last_in_id > c.answered_up_to OR c.requeued > 0 OR c.open_out > 0)
            AND (c.open_out > 0 OR NOT EXISTS (SELECT 1 FROM drafts d WHERE d.bot_id = c.bot_id AND d.chat_id = c.chat_id AND d.state = 0))
        UNION SELECT d.chat_id FROM drafts d JOIN chats c ON c.bot_id = d.bot_id AND c.chat_id = d.chat_id
        WHERE d.bot_id = ?1 AND d.state = 0 AND (d.version <> c.version OR d.turn <> c.turn OR d.expires_at <= ?2)
        UNION SELECT h.chat_id FROM chats h WHERE h.bot_id = ?1 AND h.human_until <= ?2
        UNION SELECT i.chat_id FROM initiatives i WHERE i.bot_id = ?1 AND i.due_at <= ?2
            AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.bot_id = i.bot_id AND d.chat_id = i.chat_id AND d.state = 0)
        ORDER BY 1
        """;

    private const string SelectGivenName = "SELECT name FROM contact_names WHERE bot_id = ?1 AND chat_id = ?2";

    private const string SelectCursor = "SELECT cursor, cursor_at FROM telegram_sessions WHERE bot_id = ?1 AND cursor IS NOT NULL";

    // Kind 0: answered. By the index of the chat's decisions, the newest first.
    private const string SelectReplies =
        "SELECT at, inputs FROM (SELECT id, at, inputs FROM decisions WHERE bot_id = ?1 AND chat_id = ?2 AND kind = 0 ORDER BY id DESC LIMIT ?3) ORDER BY id";

    // Mode 3: opted out.
    private const string SelectOptedOut = "SELECT 1 FROM chats WHERE bot_id = ?1 AND chat_id = ?2 AND mode = 3";

    public static bool IsUnwelcome(SqliteSession session, PersonHashes people, ChatKey key, long now)
    {
        if (DoNotContactRows.Holds(session, people.Of(key.Chat), now)) return true;
        using var rows = session.Query(SelectOptedOut, key.Bot, key.Chat);
        return rows.Read();
    }

    public ChatSnapshot Load(SqliteSession session, ChatKey key, int history, int replies)
    {
        var chat = ChatRow.Load(session, people, key);
        var given = GivenName(session, key);
        return new ChatSnapshot
        {
            Key = key,
            Version = chat.Version,
            Turn = chat.Turn,
            Mode = chat.Mode,
            HumanUntil = chat.HumanUntil is { } end ? StoreTime.FromMicros(end) : null,
            AnsweredUpTo = chat.AnsweredUpTo,
            Disclosed = chat.Disclosed,
            Erased = chat.Erased,
            DoNotContact = DoNotContactRows.Holds(session, people.Of(key.Chat), clock.Micros()),
            ContactName = given ?? chat.ContactName,
            NameIsGiven = given is not null,
            LanguageCode = chat.Language,
            MessageCount = chat.MessageCount,
            Memory = MemoryRows.Read(session, key, codec, people),
            Initiative = InitiativeRows.Read(session, key, codec),
            Approval = DraftRows.Approval(session, key),
            Draft = DraftRows.Waiting(session, key),
            Unanswered = Unanswered(session, key, chat),
            History = History(session, key, chat, history),
            Replies = replies > 0 ? Replies(session, key, replies) : [],
            Open = chat.OpenOut == 0 ? [] : Open(session, key, chat),
        };
    }

    public SettledLines Lines(SqliteSession session, ChatKey key, long after, int limit)
    {
        var lines = new List<HistoryEntry>();
        var chat = ChatRow.Load(session, people, key);
        if (chat.Erased) return new SettledLines([], after);
        using var rows = session.Query(SelectLines, key.Bot, key.Chat, chat.AnsweredUpTo, limit, after);
        for (; rows.Read(); after = rows.Int64(4)) lines.Add(ReadLine(rows, key.Bot));
        return new SettledLines(lines, after);
    }

    public static List<ChatId> Unfinished(SqliteSession session, BotId bot, DateTimeOffset now)
    {
        var chats = new List<ChatId>();
        using var rows = session.Query(SelectUnfinished, bot, now);
        while (rows.Read()) chats.Add(rows.Chat(0));
        return chats;
    }

    public static SessionCursor? Cursor(SqliteSession session, BotId bot)
    {
        using var rows = session.Query(SelectCursor, bot);
        return rows.Read() ? new SessionCursor(rows.Int64(0), rows.Time(1)) : null;
    }

    private static List<ReplyMoment> Replies(SqliteSession session, ChatKey key, int most)
    {
        var replies = new List<ReplyMoment>();
        using var rows = session.Query(SelectReplies, key.Bot, key.Chat, most);
        while (rows.Read()) replies.AddRange(DecisionJson.RepliesOf(rows.Time(0), rows.Text(1)));
        return replies;
    }

    private static string? GivenName(SqliteSession session, ChatKey key)
    {
        using var rows = session.Query(SelectGivenName, key.Bot, key.Chat);
        return rows.Read() ? rows.TextOrNull(0) : null;
    }

    private List<InboxMessage> Unanswered(SqliteSession session, ChatKey key, ChatRow chat)
    {
        var messages = new List<InboxMessage>();
        if (chat.LastInId > chat.AnsweredUpTo) Collect(session.Query(SelectWaiting, key.Bot, key.Chat, chat.AnsweredUpTo), key.Bot, messages);
        if (chat.Requeued == 0) return messages;
        Collect(session.Query(SelectRequeued, key.Bot, key.Chat), key.Bot, messages);
        messages.Sort((one, other) => one.Id.CompareTo(other.Id));
        return messages;
    }

    private void Collect(SqlRows found, BotId bot, List<InboxMessage> messages)
    {
        using var rows = found;
        while (rows.Read()) messages.Add(MessageRows.ReadInbox(rows, bytes => codec.Read(bot, bytes)));
    }

    private List<OutboxRow> Open(SqliteSession session, ChatKey key, ChatRow chat)
    {
        var open = new List<OutboxRow>();
        using var rows = session.Query(SelectOpen, key.Bot, key.Chat, chat.OpenTurn);
        while (rows.Read()) open.Add(OutRow.Read(rows, bytes => codec.ReadFormatted(key.Bot, bytes)).Row);
        return open;
    }

    private List<HistoryEntry> History(SqliteSession session, ChatKey key, ChatRow chat, int limit)
    {
        var lines = new List<HistoryEntry>();
        if (limit <= 0 || chat.Erased) return lines;
        using var rows = session.Query(SelectHistory, key.Bot, key.Chat, chat.AnsweredUpTo, limit);
        while (rows.Read()) lines.Add(ReadLine(rows, key.Bot));
        lines.Reverse();
        return lines;
    }

    private HistoryEntry ReadLine(SqlRows rows, BotId bot)
    {
        var (text, details) = codec.Read(bot, rows.Blob(2));
        return new HistoryEntry { By = (Author)rows.Int32(0), Kind = (MessageKind)rows.Int32(1), Text = text, At = rows.Time(3), Details = details };
    }
}
