using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>Messages as an operator sees them: edits applied, deletions marked, the watermark turned into a state.</summary>
internal sealed class MessageList(PostgresSessions sessions, MessageCodec codec)
{
    private const string Columns =
        """
        m.id, m.chat_id, m.direction, COALESCE(e.kind, m.kind), COALESCE(e.message_data, m.message_data), m.at, m.state, m.author,
        e.edited_at, m.deleted, m.code, m.attempt, c.answered_up_to, m.turn
        """;

    private const string Joined =
        """
        JOIN chats c ON c.bot_id = m.bot_id AND c.chat_id = m.chat_id
        LEFT JOIN conversations e ON e.bot_id = m.bot_id AND e.chat_id = m.chat_id AND e.id = m.edit_id
        """;

    private const string OfChat = $"SELECT {Columns} FROM conversations m {Joined} WHERE m.bot_id = $1 AND m.chat_id = $2 AND m.entry = 0";
    private const string OldestFirst = $"{OfChat} AND m.id > $3 ORDER BY m.id LIMIT $4";
    private const string NewestFirst = $"{OfChat} AND m.id < $3 ORDER BY m.id DESC LIMIT $4";

    private const string OfParked =
        $"""
        SELECT {Columns} FROM parked_messages p
        JOIN conversations m ON m.bot_id = p.bot_id AND m.chat_id = p.chat_id AND m.id = p.message_id AND m.state IN (4, 5) {Joined}
        WHERE p.bot_id = $1
        """;

    private const string ManyParked = $"{OfParked} AND p.message_id > $2 ORDER BY p.message_id LIMIT $3";
    private const string OneParked = $"{OfParked} AND p.message_id = $2";

    public async Task<Page<MessageItem>> ListAsync(ChatKey key, string? after, int limit, bool newestFirst, CancellationToken cancellation)
    {
        var list = newestFirst ? "messages.newest" : "messages";
        var from = PageCursor.ReadNumber(after, list) ?? (newestFirst ? long.MaxValue : 0);
        var found = await sessions.OfBotAsync(
            key.Bot, rows => rows.ListAsync(row => Read(row, key.Bot)), cancellation,
            new SqlStatement(newestFirst ? NewestFirst : OldestFirst, key.Bot, key.Chat, from, limit + 1L));
        return PageCursor.Page(found, limit, last => PageCursor.Make(list, last.Id));
    }

    public async Task<MessageItem?> FindAsync(ChatKey key, long messageId, CancellationToken cancellation)
    {
        var next = await sessions.OfBotAsync(
            key.Bot, rows => rows.FindAsync(row => Read(row, key.Bot)), cancellation, new SqlStatement(OldestFirst, key.Bot, key.Chat, messageId - 1, 1L));
        return next?.Id == messageId ? next : null;
    }

    public async Task<Page<ParkedItem>> ListParkedAsync(BotId bot, string? after, int limit, CancellationToken cancellation)
    {
        var found = await sessions.OfBotAsync(
            bot, rows => rows.ListAsync(row => ReadParked(row, bot)), cancellation,
            new SqlStatement(ManyParked, bot, PageCursor.ReadNumber(after, "parked") ?? 0, limit + 1L));
        return PageCursor.Page(found, limit, last => PageCursor.Make("parked", last.Message.Id));
    }

    public Task<ParkedItem?> FindParkedAsync(BotId bot, long messageId, CancellationToken cancellation) =>
        sessions.OfBotAsync(bot, rows => rows.FindAsync(row => ReadParked(row, bot)), cancellation, new SqlStatement(OneParked, bot, messageId));

    private ParkedItem ReadParked(NpgsqlDataReader row, BotId bot) => new() { ChatId = row.Chat(1), Message = Read(row, bot) };

    private MessageItem Read(NpgsqlDataReader row, BotId bot)
    {
        var outgoing = row.GetInt16(2) == 1;
        var (text, details) = codec.Read(bot, row.Bytes(4));
        return new MessageItem
        {
            Id = row.GetInt64(0),
            Outgoing = outgoing,
            Kind = (MessageKind)row.GetInt16(3),
            Text = text,
            Transcript = details?.Transcript,
            At = row.Time(5),
            Inbox = outgoing ? null : Watermark.StateOf((InboxState)row.GetInt16(6), row.GetInt64(0), row.GetInt64(12)),
            Outbox = outgoing ? (OutboxState)row.GetInt16(6) : null,
            By = (Author)row.GetInt16(7),
            EditedAt = row.TimeOrNull(8),
            Deleted = row.GetBoolean(9),
            Code = row.TextOrNull(10),
            Attempts = row.GetInt32(11),
            Turn = row.Int64OrNull(13),
            AuthorId = details?.AuthorId,
            AuthorName = details?.AuthorName,
        };
    }
}
