using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What people wrote, as rows: messages, edits beside them, deletions marked on them.</summary>
internal static class MessageRows
{
    private const string InsertMessage =
        """
        INSERT INTO conversations (bot_id, chat_id, direction, author, kind, source_id, reply_to, state, code, at, stored_at, message_data, edit_id)
        VALUES (?1, ?2, 0, ?11, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
            (SELECT id FROM conversations
             WHERE bot_id = ?1 AND source_id = ?4 AND chat_id = ?2 AND entry = 1 AND direction = 0 ORDER BY edited_at DESC LIMIT 1))
        ON CONFLICT DO NOTHING RETURNING id, edit_id
        """;

    private const string InsertEdit =
        """
        INSERT INTO conversations (bot_id, chat_id, direction, entry, kind, source_id, edited_at, at, stored_at, message_data)
        VALUES (?1, ?2, 0, 1, ?3, ?4, ?5, ?5, ?6, ?7)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string PointAtEdit =
        """
        UPDATE conversations SET edit_id = ?2
        WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM conversations e WHERE e.id = conversations.edit_id AND e.edited_at > ?3)
        """;

    private const string SelectInbox =
        $"""
        SELECT {InboxColumns}, m.deleted
        FROM conversations m LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE m.bot_id = ?1 AND m.source_id = ?3 AND m.chat_id = ?2 AND m.entry = 0 AND m.direction = 0
        """;

    // Channels and supergroups number their messages for themselves, so a deletion there always names its chat; their ids lie below this.
    private const string SelectChats =
        """
        SELECT chat_id FROM conversations
        WHERE bot_id = ?1 AND source_id = ?2 AND chat_id > -1000000000000 AND entry = 0 AND direction = 0
        """;

    // Of a message that was edited the row of the edit is the one that is shown.
    private const string ReplaceShown =
        """
        UPDATE conversations SET message_data = ?4
        WHERE id = (SELECT COALESCE(edit_id, id) FROM conversations WHERE id = ?3 AND bot_id = ?1 AND chat_id = ?2 AND direction = 0 AND entry = 0)
        """;

    private const string SelectVersions =
        """
        SELECT e.message_data, m.message_data FROM conversations m LEFT JOIN conversations e ON e.id = m.edit_id
        WHERE m.bot_id = ?1 AND m.source_id = ?3 AND m.chat_id = ?2 AND m.entry = 0 AND m.direction = 0
        """;

    private const string MarkDeleted = "UPDATE conversations SET deleted = 1 WHERE id = ?1";

    /// <summary>Columns of <see cref="ReadInbox"/>, of a message <c>m</c> and its latest edit <c>e</c>.</summary>
    public const string InboxColumns =
        "m.id, m.source_id, COALESCE(e.kind, m.kind), COALESCE(e.message_data, m.message_data), m.at, m.stored_at, m.state, m.author";

    /// <summary>The new row's id, and whether an edit of it had come before it; null when the message is stored already.</summary>
    public static (long Id, bool Edited)? Add(SliceScope scope, MessageArrived message, bool isAnswered)
    {
        var (state, author) = message switch
        {
            { Unreadable: not null } => (InboxState.Parked, Author.Contact),
            { Intent: Intent.Command } => (InboxState.Requeued, Author.Admin),
            _ when isAnswered => (InboxState.Answered, Author.Contact),
            _ => (InboxState.ByWatermark, Author.Contact),
        };
        using var rows = scope.Session.Query(
            InsertMessage, scope.Bot, message.Chat, (long)message.Kind, message.SourceId, message.ReplyToSourceId, (long)state,
            message.Unreadable, message.At, scope.Now, scope.Encode(message.Text, message.Details), (long)author);
        return rows.Read() ? (rows.Int64(0), !rows.IsNull(1)) : null;
    }

    /// <summary>The edit's row; null when it is stored already.</summary>
    public static long? AddEdit(SliceScope scope, MessageEdited edit)
    {
        using var rows = scope.Session.Query(
            InsertEdit, scope.Bot, edit.Chat, (long)edit.Kind, edit.SourceId, edit.EditedAt, scope.Now, scope.Encode(edit.Text, edit.Details));
        return rows.Read() ? rows.Int64(0) : null;
    }

    /// <summary>The message shows this edit, unless it shows a later one.</summary>
    public static void ShowEdit(SliceScope scope, long message, long edit, DateTimeOffset editedAt) =>
        scope.Session.Execute(PointAtEdit, message, edit, editedAt);

    public static StoredMessage? Find(SliceScope scope, ChatId chat, long sourceId)
    {
        using var rows = scope.Session.Query(SelectInbox, scope.Bot, chat, sourceId);
        return rows.Read() ? new(ReadInbox(rows, scope.Read), (InboxState)rows.Int32(6), rows.Flag(8)) : null;
    }

    /// <summary>The chats a source id may mean when Telegram names none.</summary>
    public static List<ChatId> ChatsOf(SqliteSession session, BotId bot, long sourceId)
    {
        var chats = new List<ChatId>();
        using var rows = session.Query(SelectChats, bot, sourceId);
        while (rows.Read()) chats.Add(rows.Chat(0));
        return chats;
    }

    /// <summary>What was heard in it, as it is shown or as it came.</summary>
    public static string? Transcript(SqliteSession session, MessageCodec codec, ChatKey key, long sourceId)
    {
        using var rows = session.Query(SelectVersions, key.Bot, key.Chat, sourceId);
        if (!rows.Read()) return null;
        var shown = rows.IsNull(0) ? null : codec.Read(key.Bot, rows.Blob(0)).Details?.Transcript;
        return shown ?? codec.Read(key.Bot, rows.Blob(1)).Details?.Transcript;
    }

    public static void Delete(SliceScope scope, long id) => scope.Session.Execute(MarkDeleted, id);

    public static void Replace(SliceScope scope, ChatId chat, Transcription heard) =>
        scope.Session.Execute(ReplaceShown, scope.Bot, chat, heard.MessageId, scope.Encode(heard.Text, heard.Details));

    public static InboxMessage ReadInbox(SqlRows rows, Func<ReadOnlySpan<byte>, (string Text, MessageDetails? Details)> read)
    {
        var (text, details) = read(rows.Blob(3));
        return new InboxMessage
        {
            Id = rows.Int64(0),
            SourceId = rows.Int64(1),
            Kind = (MessageKind)rows.Int32(2),
            Text = text,
            At = rows.Time(4),
            StoredAt = rows.Time(5),
            Requeued = (InboxState)rows.Int32(6) is InboxState.Requeued,
            Details = details,
            Command = (Author)rows.Int32(7) is Author.Admin,
        };
    }
}

internal sealed record StoredMessage(InboxMessage Message, InboxState State, bool Deleted)
{
    public bool WaitsFor(ChatRow chat) =>
        !Deleted && (State is InboxState.Requeued || (State is InboxState.ByWatermark or InboxState.Received && Message.Id > chat.AnsweredUpTo));
}
