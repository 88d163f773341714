using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>The messages of ours in <c>conversations</c>.</summary>
internal static class OutboxRows
{
    private const string Insert =
        """
        INSERT INTO conversations (bot_id, chat_id, direction, author, state, turn, part, slice_id, attempt, claim_epoch, claimed_at,
            claim_id, expires_at, answers_from, answers_to, at, stored_at, message_data, for_version)
        VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, ?16, ?17)
        """;

    private const string SelectOne =
        $"SELECT {OutRow.Columns} FROM conversations WHERE id = ?3 AND bot_id = ?1 AND chat_id = ?2 AND direction = 1";

    private const string SelectTurn =
        $"SELECT {OutRow.Columns} FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn = ?3 AND direction = 1 ORDER BY part";

    private const string SelectTurnOfSlice =
        "SELECT turn FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn > ?3 AND direction = 1 AND slice_id = ?4 LIMIT 1";

    private const string CancelPending =
        """
        UPDATE conversations SET state = 5, code = ?5
        WHERE bot_id = ?1 AND chat_id = ?2 AND turn >= ?3 AND direction = 1 AND state = 0 AND author = ?4
        """;

    private const string CountSending =
        "SELECT COUNT(*) FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn >= ?3 AND direction = 1 AND state = 1";

    public static OutRow? Find(SliceScope scope, ChatId chat, long id)
    {
        using var rows = scope.Session.Query(SelectOne, scope.Bot, chat, id);
        return rows.Read() ? OutRow.Read(rows, scope.ReadFormatted) : null;
    }

    public static List<OutRow> OfTurn(SliceScope scope, ChatId chat, long turn)
    {
        var found = new List<OutRow>();
        using var rows = scope.Session.Query(SelectTurn, scope.Bot, chat, turn);
        while (rows.Read()) found.Add(OutRow.Read(rows, scope.ReadFormatted));
        return found;
    }

    /// <summary>The turn behind <paramref name="after"/> that this slice made, if it did.</summary>
    public static long? TurnOf(SliceScope scope, ChatId chat, Guid slice, long after)
    {
        using var rows = scope.Session.Query(SelectTurnOfSlice, scope.Bot, chat, after, slice.ToByteArray());
        return rows.Read() ? rows.Int64(0) : null;
    }

    /// <summary>Adds a turn's parts; those to be sent at once are <c>sending</c> from the start, claimed by the turn itself.</summary>
    public static void Add(SliceScope scope, ChatRow chat, TurnSlice turn, (long From, long To)? answers)
    {
        if (chat.OpenOut == 0) chat.OpenTurn = chat.Turn;
        chat.OpenOut += turn.Parts.Count;
        var slice = turn.Id.ToByteArray();
        for (var part = 0; part < turn.Parts.Count; part++)
        {
            var now = turn.Parts[part].SendNow;
            scope.Session.Execute(
                Insert, scope.Bot, chat.Id, (long)turn.By, (long)(now ? OutboxState.Sending : OutboxState.Pending), chat.Turn, part, slice,
                now ? 1L : 0L, now ? scope.Epoch : 0L, now ? scope.Now : SqlValue.Null, now ? slice : null, turn.ExpiresAt, answers?.From, answers?.To,
                scope.Now, scope.Encode(turn.Parts[part]), turn.Initiative is null ? SqlValue.Null : chat.Version);
        }
    }

    /// <summary>A day: who asked is answered once the bot is back, but not out of the blue.</summary>
    private const long AnswerLasts = 24 * 3600 * StoreTime.Second;

    /// <summary>The system answers what a person asked of the chat itself, as far as the chat lets it.</summary>
    public static void AddAnswer(SliceScope scope, ChatRow chat, string text, long? replyTo)
    {
        var by = chat.Mode is ChatMode.OptedOut ? Author.Farewell : Author.Notice;
        if (!ChatModes.MaySend(chat.Mode, by)) return;
        var slice = Guid.NewGuid();
        chat.Turn++;
        chat.TurnSlice = slice;
        if (chat.OpenOut == 0) chat.OpenTurn = chat.Turn;
        chat.OpenOut++;
        scope.Session.Execute(
            Insert, scope.Bot, chat.Id, (long)by, (long)OutboxState.Pending, chat.Turn, 0L, slice.ToByteArray(), 0L, 0L, SqlValue.Null, SqlValue.Null,
            scope.Now + AnswerLasts, SqlValue.Null, SqlValue.Null, scope.Now, scope.Encode(new TurnPart(text, SendNow: false) { ReplyTo = replyTo }), SqlValue.Null);
    }

    /// <summary>Cancels what waits and may not leave in the chat's mode. Answers how many rows.</summary>
    public static int CancelForbidden(SliceScope scope, ChatRow chat)
    {
        if (chat.OpenOut == 0) return 0;
        var cancelled = 0;
        foreach (var author in (ReadOnlySpan<Author>)[Author.Persona, Author.Operator, Author.Notice, Author.Farewell])
        {
            if (!ChatModes.MaySend(chat.Mode, author))
                cancelled += scope.Session.Execute(CancelPending, scope.Bot, chat.Id, chat.OpenTurn, (long)author, StorageCodes.ChatMode);
        }

        chat.OpenOut -= cancelled;
        return cancelled;
    }

    public static int Sending(SliceScope scope, ChatRow chat)
    {
        if (chat.OpenOut == 0) return 0;
        using var rows = scope.Session.Query(CountSending, scope.Bot, chat.Id, chat.OpenTurn);
        rows.Read();
        return rows.Int32(0);
    }
}
