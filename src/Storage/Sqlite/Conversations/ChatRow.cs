using MultiBot.Domain.Chats;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>A row of <c>chats</c> while a slice changes it: loaded once, saved once.</summary>
internal sealed class ChatRow(ChatId id)
{
    private const string Select =
        """
        SELECT version, turn, turn_slice, mode, answered_up_to, last_in_id, open_out, open_turn, requeued, disclosed, contact_name,
            language, message_count, last_activity_at, human_until
        FROM chats WHERE bot_id = ?1 AND chat_id = ?2
        """;

    private const string Upsert =
        """
        INSERT INTO chats (bot_id, chat_id, version, turn, turn_slice, mode, answered_up_to, last_in_id, open_out, open_turn, requeued,
            disclosed, contact_name, language, message_count, last_activity_at, human_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT DO UPDATE SET version = excluded.version, turn = excluded.turn, turn_slice = excluded.turn_slice,
            mode = excluded.mode, answered_up_to = excluded.answered_up_to, last_in_id = excluded.last_in_id,
            open_out = excluded.open_out, open_turn = excluded.open_turn, requeued = excluded.requeued, disclosed = excluded.disclosed,
            contact_name = excluded.contact_name, language = excluded.language, message_count = excluded.message_count,
            last_activity_at = excluded.last_activity_at, human_until = excluded.human_until
        """;

    public ChatId Id => id;
    public long Version { get; set; }
    public long Turn { get; set; }
    public Guid? TurnSlice { get; set; }
    public ChatMode Mode { get; set; }
    public long AnsweredUpTo { get; set; }

    /// <summary>The last message that waits for an answer; at or below the watermark when none does.</summary>
    public long LastInId { get; set; }
    public long OpenOut { get; set; }

    /// <summary>No row of an earlier turn is open.</summary>
    public long OpenTurn { get; set; }
    public long Requeued { get; set; }
    public bool Disclosed { get; set; }
    public string? ContactName { get; set; }
    public string? Language { get; set; }
    public long MessageCount { get; set; }
    public long? LastActivityAt { get; set; }

    /// <summary>When the persona speaks again by itself; null: no end, or it does speak.</summary>
    public long? HumanUntil { get; set; }

    /// <summary>There is no chat any more: version and turn are those that the next one begins with.</summary>
    public bool Erased { get; init; }

    /// <summary>A chat nobody has written in yet is version 0; where a person was erased the next one goes on from the old one's.</summary>
    public static ChatRow Load(SqliteSession session, PersonHashes people, ChatKey key) =>
        Read(session, key) ?? AfterErasure(key.Chat, Tombstone.Find(session, people.Of(key)));

    public static ChatRow Load(SliceScope scope, ChatId chat) =>
        Read(scope.Session, new ChatKey(scope.Bot, chat)) ?? AfterErasure(chat, Tombstone.Find(scope.Session, scope.PersonOf(chat)));

    private static ChatRow AfterErasure(ChatId id, Tombstone? gone) =>
        gone is null ? new ChatRow(id) : new ChatRow(id) { Version = gone.Version, Turn = gone.Turn, Erased = true };

    private static ChatRow? Read(SqliteSession session, ChatKey key)
    {
        using var rows = session.Query(Select, key.Bot, key.Chat);
        if (!rows.Read()) return null;
        return new ChatRow(key.Chat)
        {
            Version = rows.Int64(0),
            Turn = rows.Int64(1),
            TurnSlice = rows.IsNull(2) ? null : new Guid(rows.Blob(2)),
            Mode = (ChatMode)rows.Int32(3),
            AnsweredUpTo = rows.Int64(4),
            LastInId = rows.Int64(5),
            OpenOut = rows.Int64(6),
            OpenTurn = rows.Int64(7),
            Requeued = rows.Int64(8),
            Disclosed = rows.Flag(9),
            ContactName = rows.TextOrNull(10),
            Language = rows.TextOrNull(11),
            MessageCount = rows.Int64(12),
            LastActivityAt = rows.Int64OrNull(13),
            HumanUntil = rows.Int64OrNull(14),
        };
    }

    public void Save(SliceScope scope) => scope.Session.Execute(
        Upsert, scope.Bot, Id, Version, Turn, TurnSlice?.ToByteArray(), (long)Mode, AnsweredUpTo, LastInId, OpenOut, OpenTurn, Requeued,
        Disclosed, ContactName, Language, MessageCount, LastActivityAt, HumanUntil);
}
