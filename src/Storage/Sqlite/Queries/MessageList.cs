using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>Messages as an operator sees them: edits applied, deletions marked, the watermark turned into a state.</summary>
internal sealed class MessageList(MessageCodec codec)
{
    private const string Columns =
        """
        m.id, m.chat_id, m.direction, COALESCE(e.kind, m.kind), COALESCE(e.message_data, m.message_data), m.at, m.state, m.author,
        e.edited_at, m.deleted, m.code, m.attempt, c.answered_up_to, m.turn
        """;

    private const string OfChat =
        $"""
        SELECT {Columns} FROM conversations m
        JOIN chats c ON c.bot_id = m.bot_id AND c.chat_id = m.chat_id LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE m.bot_id = ?1 AND m.chat_id = ?2 AND m.entry = 0
        """;

    private const string OldestFirst = $"{OfChat} AND m.id > ?3 ORDER BY m.id LIMIT ?4";
    private const string NewestFirst = $"{OfChat} AND m.id < ?3 ORDER BY m.id DESC LIMIT ?4";

    private const string OfParked =
        $"""
        SELECT {Columns} FROM parked_messages p
        JOIN conversations m ON m.id = p.message_id AND m.state IN (4, 5)
        JOIN chats c ON c.bot_id = m.bot_id AND c.chat_id = m.chat_id LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE p.bot_id = ?1
        """;

    private const string ManyParked = $"{OfParked} AND p.message_id > ?2 ORDER BY p.message_id LIMIT ?3";
    private const string OneParked = $"{OfParked} AND p.message_id = ?2";

    public Page<MessageItem> List(SqliteSession session, ChatKey key, string? after, int limit, bool newestFirst)
    {
        var list = newestFirst ? "messages.newest" : "messages";
        var from = PageCursor.ReadNumber(after, list) ?? (newestFirst ? long.MaxValue : 0);
        var found = new List<MessageItem>();
        using var rows = session.Query(newestFirst ? NewestFirst : OldestFirst, key.Bot, key.Chat, from, limit + 1);
        while (rows.Read()) found.Add(Read(rows, key.Bot));
        return PageCursor.Page(found, limit, last => PageCursor.Make(list, last.Id));
    }

    public MessageItem? Find(SqliteSession session, ChatKey key, long messageId)
    {
        using var rows = session.Query(OldestFirst, key.Bot, key.Chat, messageId - 1, 1L);
        return rows.Read() && rows.Int64(0) == messageId ? Read(rows, key.Bot) : null;
    }

    public Page<ParkedItem> ListParked(SqliteSession session, BotId bot, string? after, int limit)
    {
        var found = new List<ParkedItem>();
        using var rows = session.Query(ManyParked, bot, PageCursor.ReadNumber(after, "parked") ?? 0, limit + 1);
        while (rows.Read()) found.Add(new ParkedItem { ChatId = rows.Chat(1), Message = Read(rows, bot) });
        return PageCursor.Page(found, limit, last => PageCursor.Make("parked", last.Message.Id));
    }

    public ParkedItem? FindParked(SqliteSession session, BotId bot, long messageId)
    {
        using var rows = session.Query(OneParked, bot, messageId);
        return rows.Read() ? new ParkedItem { ChatId = rows.Chat(1), Message = Read(rows, bot) } : null;
    }

    private MessageItem Read(SqlRows rows, BotId bot)
    {
        var outgoing = rows.Flag(2);
        var (text, details) = codec.Read(bot, rows.Blob(4));
        return new MessageItem
        {
            Id = rows.Int64(0),
            Outgoing = outgoing,
            Kind = (MessageKind)rows.Int32(3),
            Text = text,
            Transcript = details?.Transcript,
            At = rows.Time(5),
            Inbox = outgoing ? null : Watermark.StateOf((InboxState)rows.Int32(6), rows.Int64(0), rows.Int64(12)),
            Outbox = outgoing ? (OutboxState)rows.Int32(6) : null,
            By = (Author)rows.Int32(7),
            EditedAt = rows.TimeOrNull(8),
            Deleted = rows.Flag(9),
            Code = rows.TextOrNull(10),
            Attempts = rows.Int32(11),
            Turn = rows.Int64OrNull(13),
            AuthorId = details?.AuthorId,
            AuthorName = details?.AuthorName,
        };
    }
}
