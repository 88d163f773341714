using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>Messages as they are held, for exports.</summary>
internal static class HeldList
{
    private const string Name = "held";

    private const string Select =
        """
        SELECT m.id, m.direction, m.entry, COALESCE(m.sent_id, m.source_id), m.kind, m.message_data, m.at, m.stored_at, m.author, m.state, m.code, m.deleted,
            c.answered_up_to
        FROM conversations m JOIN chats c ON c.bot_id = m.bot_id AND c.chat_id = m.chat_id
        WHERE m.bot_id = $1 AND m.chat_id = $2 AND m.id > $3 ORDER BY m.id LIMIT $4
        """;

    public static async Task<Page<HeldMessage>> ReadAsync(
        PostgresSessions sessions, MessageCodec codec, ChatKey key, string? after, int limit, CancellationToken cancellation)
    {
        var statement = new SqlStatement(Select, key.Bot, key.Chat, PageCursor.ReadNumber(after, Name) ?? 0, limit + 1L);
        var found = await sessions.OfBotAsync(key.Bot, rows => rows.ListAsync(row => Read(row, codec, key)), cancellation, statement);
        return PageCursor.Page(found, limit, last => PageCursor.Make(Name, last.Id));
    }

    private static HeldMessage Read(NpgsqlDataReader row, MessageCodec codec, ChatKey key)
    {
        var outgoing = row.GetInt16(1) == 1;
        var (text, details) = codec.Read(key.Bot, row.Bytes(5));
        return new HeldMessage
        {
            Id = row.GetInt64(0),
            Outgoing = outgoing,
            IsEdit = row.GetInt16(2) == 1,
            SourceId = row.Int64OrNull(3),
            Kind = (MessageKind)row.GetInt16(4),
            Text = text,
            Details = DetailsJson.Write(details),
            At = row.Time(6),
            StoredAt = row.Time(7),
            By = (Author)row.GetInt16(8),
            Inbox = outgoing ? null : Watermark.StateOf((InboxState)row.GetInt16(9), row.GetInt64(0), row.GetInt64(12)),
            Outbox = outgoing ? (OutboxState)row.GetInt16(9) : null,
            Code = row.TextOrNull(10),
            Deleted = row.GetBoolean(11),
        };
    }
}
