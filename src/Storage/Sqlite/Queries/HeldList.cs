using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Queries;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Queries;

/// <summary>Messages as they are held, for exports.</summary>
internal static class HeldList
{
    private const string Name = "held";

    private const string Select =
        """
        SELECT m.id, m.direction, m.entry, m.source_id, m.kind, m.message_data, m.at, m.stored_at, m.author, m.state, m.code, m.deleted, c.answered_up_to
        FROM conversations m JOIN chats c ON c.bot_id = m.bot_id AND c.chat_id = m.chat_id
        WHERE m.bot_id = ?1 AND m.chat_id = ?2 AND m.id > ?3 ORDER BY m.id LIMIT ?4
        """;

    public static Page<HeldMessage> Read(SqliteSession session, MessageCodec codec, ChatKey key, string? after, int limit)
    {
        var found = new List<HeldMessage>();
        using var rows = session.Query(Select, key.Bot, key.Chat, PageCursor.ReadNumber(after, Name) ?? 0, limit + 1);
        while (rows.Read()) found.Add(Read(rows, codec, key));
        return PageCursor.Page(found, limit, last => PageCursor.Make(Name, last.Id));
    }

    private static HeldMessage Read(SqlRows rows, MessageCodec codec, ChatKey key)
    {
        var outgoing = rows.Flag(1);
        var (text, details) = codec.Read(key.Bot, rows.Blob(5));
        return new HeldMessage
        {
            Id = rows.Int64(0),
            Outgoing = outgoing,
            IsEdit = rows.Flag(2),
            SourceId = rows.Int64OrNull(3),
            Kind = (MessageKind)rows.Int32(4),
            Text = text,
            Details = DetailsJson.Write(details),
            At = rows.Time(6),
            StoredAt = rows.Time(7),
            By = (Author)rows.Int32(8),
            Inbox = outgoing ? null : Watermark.StateOf((InboxState)rows.Int32(9), rows.Int64(0), rows.Int64(12)),
            Outbox = outgoing ? (OutboxState)rows.Int32(9) : null,
            Code = rows.TextOrNull(10),
            Deleted = rows.Flag(11),
        };
    }
}
