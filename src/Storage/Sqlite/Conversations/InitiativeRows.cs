using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is planned for a chat, joined to its row.</summary>
internal static class InitiativeRows
{
    /// <summary>Of <c>chats c</c>, <c>initiatives i</c> and <c>telegram_sessions s</c>; the person's and our last words are looked up.</summary>
    public const string Columns =
        """
        i.revision, i.version, i.turn, i.kind, i.due_at, i.planned_at, i.last_at,
        CASE WHEN max(c.last_in_id, c.answered_up_to) > i.heard_up_to THEN 0 ELSE i.unanswered END, i.day, i.day_count, s.first_day, s.first_count,
        (SELECT m.stored_at FROM conversations m WHERE m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.direction = 0 AND m.entry = 0 ORDER BY m.id DESC LIMIT 1),
        (SELECT m.at FROM conversations m WHERE m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.direction = 1 AND m.state IN (2, 3) ORDER BY m.id DESC LIMIT 1),
        i.about
        """;

    public const string Joins =
        """
        LEFT JOIN initiatives i ON i.bot_id = c.bot_id AND i.chat_id = c.chat_id
        LEFT JOIN telegram_sessions s ON s.bot_id = c.bot_id
        """;

    private const string Select = $"SELECT {Columns} FROM chats c {Joins} WHERE c.bot_id = ?1 AND c.chat_id = ?2";

    private const string SelectUnplanned =
        """
        SELECT c.chat_id FROM chats c LEFT JOIN initiatives i ON i.bot_id = c.bot_id AND i.chat_id = c.chat_id
        WHERE c.bot_id = ?1 AND c.last_in_id <= c.answered_up_to AND c.requeued = 0 AND c.open_out = 0
            AND (i.bot_id IS NULL OR i.version <> c.version OR i.turn <> c.turn)
        LIMIT ?2
        """;

    public static StoredInitiative Read(SqliteSession session, ChatKey key, MessageCodec codec)
    {
        using var rows = session.Query(Select, key.Bot, key.Chat);
        return rows.Read() ? Read(rows, 0, key.Bot, codec) : StoredInitiative.None;
    }

    public static List<ChatId> Unplanned(SqliteSession session, BotId bot, int limit)
    {
        var chats = new List<ChatId>();
        using var rows = session.Query(SelectUnplanned, bot, limit);
        while (rows.Read()) chats.Add(rows.Chat(0));
        return chats;
    }

    /// <param name="rows">At the present row.</param>
    /// <param name="at">Where <see cref="Columns"/> begin.</param>
    /// <param name="bot">Whose key opens what is sealed.</param>
    /// <param name="codec">Opens it.</param>
    public static StoredInitiative Read(SqlRows rows, int at, BotId bot, MessageCodec codec)
    {
        var heard = new StoredInitiative
        {
            BotDay = rows.IsNull(at + 10) ? default : Tally(rows, at + 10),
            LastIn = rows.TimeOrNull(at + 12),
            LastOut = rows.TimeOrNull(at + 13),
        };
        if (rows.IsNull(at)) return heard;
        var basis = new TurnBasis(rows.Int64(at + 1), rows.Int64(at + 2));
        return heard with
        {
            Revision = rows.Int64(at),
            PlannedFor = basis,
            Pending = rows.IsNull(at + 3) ? null : new PendingAction
            {
                Kind = (AutonomyKind)rows.Int32(at + 3), DueAt = rows.Time(at + 4), PlannedAt = rows.Time(at + 5), Basis = basis,
                About = rows.IsNull(at + 14) ? null : codec.Decode(bot, rows.Blob(at + 14)),
            },
            LastUnsolicited = rows.TimeOrNull(at + 6),
            Unanswered = rows.Int32(at + 7),
            Day = Tally(rows, at + 8),
        };
    }

    private static DayTally Tally(SqlRows rows, int at) => new(DateOnly.FromDayNumber(rows.Int32(at)), rows.Int32(at + 1));
}
