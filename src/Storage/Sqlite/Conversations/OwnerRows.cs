using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What the account's owner typed elsewhere, as rows: ours, sent, without a turn.</summary>
internal static class OwnerRows
{
    /// <summary>How many turns back a source id is known as one of ours: an echo comes with its send.</summary>
    private const int RememberedTurns = 1_000;

    private const string Insert =
        """
        INSERT INTO conversations (bot_id, chat_id, direction, entry, author, state, kind, source_id, edited_at, at, stored_at, message_data)
        VALUES (?1, ?2, 1, ?3, 2, 2, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT DO NOTHING RETURNING id
        """;

    private const string SelectOurs =
        "SELECT id FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn > ?4 AND direction = 1 AND source_id = ?3 LIMIT 1";

    private const string SelectOwners =
        "SELECT id, deleted FROM conversations WHERE bot_id = ?1 AND source_id = ?3 AND chat_id = ?2 AND entry = 0 AND direction = 1 AND turn IS NULL";

    private const string SelectChats =
        "SELECT chat_id FROM conversations WHERE bot_id = ?1 AND source_id = ?2 AND entry = 0 AND direction = 1 AND turn IS NULL";

    /// <summary>The message of ours that has this source id, sent by the session itself.</summary>
    public static long? FindOurs(SliceScope scope, ChatRow chat, long sourceId) =>
        Number(scope.Session.Query(SelectOurs, scope.Bot, chat.Id, sourceId, chat.Turn - RememberedTurns));

    public static (long Id, bool Deleted)? Find(SliceScope scope, ChatId chat, long sourceId)
    {
        using var rows = scope.Session.Query(SelectOwners, scope.Bot, chat, sourceId);
        return rows.Read() ? (rows.Int64(0), rows.Flag(1)) : null;
    }

    /// <summary>The new row's id; null when it is stored already.</summary>
    public static long? Add(SliceScope scope, OwnerWrote message) => Number(scope.Session.Query(
        Insert, scope.Bot, message.Chat, message.EditedAt is null ? 0L : 1L, (long)message.Kind, message.SourceId, message.EditedAt?.ToMicros() ?? 0L,
        message.EditedAt ?? message.At, scope.Now, scope.Encode(message.Text, message.Details)));

    /// <summary>Where the owner wrote a message that a deletion names without its chat.</summary>
    public static List<ChatId> ChatsOf(SliceScope scope, long sourceId)
    {
        var chats = new List<ChatId>();
        using var rows = scope.Session.Query(SelectChats, scope.Bot, sourceId);
        while (rows.Read()) chats.Add(rows.Chat(0));
        return chats;
    }

    private static long? Number(SqlRows found)
    {
        using var rows = found;
        return rows.Read() ? rows.Int64(0) : null;
    }
}
