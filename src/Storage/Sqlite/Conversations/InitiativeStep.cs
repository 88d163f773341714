using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What a bot means to do by itself in a chat: planned from the state it was made from and only once, and taken by the turn that does it.</summary>
internal static class InitiativeStep
{
    private const string Find = "SELECT revision, slice_id FROM initiatives WHERE bot_id = ?1 AND chat_id = ?2";

    private const string Plan =
        """
        INSERT INTO initiatives (bot_id, chat_id, revision, slice_id, version, turn, kind, due_at, planned_at, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, version = excluded.version, turn = excluded.turn,
            kind = excluded.kind, due_at = excluded.due_at, planned_at = excluded.planned_at, about = excluded.about
        """;

    private const string Carry =
        """
        INSERT INTO initiatives (bot_id, chat_id, revision, slice_id, version, turn, last_at, unanswered, heard_up_to, day, day_count)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, version = excluded.version, turn = excluded.turn,
            kind = NULL, due_at = NULL, planned_at = NULL, about = NULL, last_at = excluded.last_at, unanswered = excluded.unanswered,
            heard_up_to = excluded.heard_up_to, day = excluded.day, day_count = excluded.day_count
        """;

    private const string CountFirst =
        """
        UPDATE telegram_sessions SET first_count = CASE WHEN first_day = ?2 THEN first_count + 1 ELSE 1 END, first_day = ?2
        WHERE bot_id = ?1 AND ?3 > 0 AND (first_day < ?2 OR (first_day = ?2 AND first_count < ?3))
        """;

    public static SliceAnswer<InitiativeStored> Apply(SliceScope scope, InitiativeSlice slice)
    {
        var chat = ChatRow.Load(scope, slice.Chat);
        var (revision, last) = Stored(scope, chat);
        if (last == slice.Id) return Answer(revision);
        if (chat.Erased || revision != slice.Revision || slice.For != new TurnBasis(chat.Version, chat.Turn)) return new SliceAnswer<InitiativeStored>.Conflict();

        if (slice.Draft is { } draft)
        {
            if (!DraftStep.Waits(scope, chat, draft)) return new SliceAnswer<InitiativeStored>.Conflict();
            DraftStep.Settle(scope, chat, draft, message: null);
        }

        Store(scope, chat, revision + 1, slice.Id, slice.PlanAgain ? -1L : chat.Turn, slice.Pending);
        scope.Log(slice.Decision, chat.Id, chat.Turn);
        return Answer(revision + 1);
    }

    /// <summary>Takes what is planned: written now, counted for the chat and for the bot. False: the plan or the bot's day is another by now.</summary>
    public static bool Take(SliceScope scope, ChatRow chat, InitiativeClaim claim, Guid turn)
    {
        var (revision, _) = Stored(scope, chat);
        if (revision != claim.Revision || scope.Session.Execute(CountFirst, scope.Bot, claim.BotDay.DayNumber, claim.MaxPerBotAndDay) == 0) return false;

        scope.Session.Execute(
            Carry, scope.Bot, chat.Id, revision + 1, turn.ToByteArray(), chat.Version, chat.Turn, scope.Now, claim.Unanswered,
            Math.Max(chat.LastInId, chat.AnsweredUpTo), claim.Day.Day.DayNumber, claim.Day.Count);
        return true;
    }

    /// <summary>What a turn arranged, for the chat as it is after it.</summary>
    public static void Arrange(SliceScope scope, ChatRow chat, TurnPlan plan, Guid turn)
    {
        Store(scope, chat, plan.Revision + 1, turn, chat.Turn, plan.Pending);
        scope.Log(plan.Decision, chat.Id, chat.Turn);
    }

    public static bool IsAt(SliceScope scope, ChatRow chat, long revision) => Stored(scope, chat).Revision == revision;

    private static void Store(SliceScope scope, ChatRow chat, long revision, Guid slice, long turn, PendingAction? pending)
    {
        var about = pending?.About is { } text ? scope.Encode(text) : null;
        scope.Session.Execute(
            Plan, scope.Bot, chat.Id, revision, slice.ToByteArray(), chat.Version, turn, (long?)pending?.Kind, pending?.DueAt, pending?.PlannedAt, about);
    }

    private static (long Revision, Guid? Last) Stored(SliceScope scope, ChatRow chat)
    {
        using var rows = scope.Session.Query(Find, scope.Bot, chat.Id);
        return rows.Read() ? (rows.Int64(0), new Guid(rows.Blob(1))) : (0, null);
    }

    private static SliceAnswer<InitiativeStored> Answer(long revision) => new SliceAnswer<InitiativeStored>.Accepted(new InitiativeStored { Revision = revision });
}
