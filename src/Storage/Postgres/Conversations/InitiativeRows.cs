using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>What is planned for a chat, joined to its row.</summary>
internal static class InitiativeRows
{
    /// <summary>Of <c>chats c</c>, <c>initiatives i</c> and <c>telegram_sessions s</c>; the person's and our last words are looked up.</summary>
    public const string Columns =
        """
        i.revision, i.version, i.turn, i.kind, i.due_at, i.planned_at, i.last_at,
        CASE WHEN greatest(c.last_in_id, c.answered_up_to) > i.heard_up_to THEN 0 ELSE i.unanswered END, i.day, i.day_count, s.first_day, s.first_count,
        (SELECT m.stored_at FROM conversations m WHERE m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.direction = 0 AND m.entry = 0 ORDER BY m.id DESC LIMIT 1),
        (SELECT m.at FROM conversations m WHERE m.bot_id = c.bot_id AND m.chat_id = c.chat_id AND m.direction = 1 AND m.state IN (2, 3) ORDER BY m.id DESC LIMIT 1),
        i.about
        """;

    public const string Joins =
        """
        LEFT JOIN initiatives i ON i.bot_id = c.bot_id AND i.chat_id = c.chat_id
        LEFT JOIN telegram_sessions s ON s.bot_id = c.bot_id
        """;

    /// <param name="row">The present one.</param>
    /// <param name="at">Where <see cref="Columns"/> begin.</param>
    /// <param name="bot">Whose key opens what is sealed.</param>
    /// <param name="codec">Opens it.</param>
    public static StoredInitiative Read(NpgsqlDataReader row, int at, BotId bot, MessageCodec codec)
    {
        var heard = new StoredInitiative
        {
            BotDay = row.IsDBNull(at + 10) ? default : Tally(row, at + 10),
            LastIn = row.TimeOrNull(at + 12),
            LastOut = row.TimeOrNull(at + 13),
        };
        if (row.IsDBNull(at)) return heard;
        var basis = new TurnBasis(row.GetInt64(at + 1), row.GetInt64(at + 2));
        return heard with
        {
            Revision = row.GetInt64(at),
            PlannedFor = basis,
            Pending = row.IsDBNull(at + 3) ? null : new PendingAction
            {
                Kind = (AutonomyKind)row.GetInt16(at + 3), DueAt = row.Time(at + 4), PlannedAt = row.Time(at + 5), Basis = basis,
                About = row.IsDBNull(at + 14) ? null : codec.Decode(bot, row.Bytes(at + 14)),
            },
            LastUnsolicited = row.TimeOrNull(at + 6),
            Unanswered = row.GetInt32(at + 7),
            Day = Tally(row, at + 8),
        };
    }

    private static DayTally Tally(NpgsqlDataReader row, int at) => new(DateOnly.FromDayNumber(row.GetInt32(at)), row.GetInt32(at + 1));
}
