using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Moves what people wrote from state to state, and keeps the chat's and the bot's counts with it.</summary>
internal static class InboxRows
{
    private const string SelectState =
        "SELECT state, deleted, code FROM conversations WHERE id = ?3 AND bot_id = ?1 AND chat_id = ?2 AND direction = 0 AND entry = 0";

    private const string Update = "UPDATE conversations SET state = ?2, code = ?3 WHERE id = ?1";

    private const string IgnoreWaiting =
        """
        UPDATE conversations SET state = 3
        WHERE bot_id = ?1 AND chat_id = ?2 AND id > ?3 AND id <= ?4 AND direction = 0 AND entry = 0 AND state IN (0, 1)
        """;

    private const string IgnoreRequeued =
        """
        UPDATE conversations SET state = 3
        WHERE state = 6 AND author <> 4 AND id IN (SELECT message_id FROM parked_messages WHERE bot_id = ?1 AND chat_id = ?2)
        """;

    private const string DropIgnored =
        """
        DELETE FROM parked_messages
        WHERE bot_id = ?1 AND chat_id = ?2 AND message_id IN (SELECT id FROM conversations WHERE id = message_id AND state = 3)
        """;

    private const string CountRequeued =
        "SELECT COUNT(*) FROM parked_messages p JOIN conversations m ON m.id = p.message_id WHERE p.bot_id = ?1 AND p.chat_id = ?2 AND m.state = 6";

    private const string AddParked = "INSERT INTO parked_messages (bot_id, message_id, chat_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    private const string RemoveParked = "DELETE FROM parked_messages WHERE bot_id = ?1 AND message_id = ?2";

    private const string LastWaiting =
        """
        SELECT MAX(id) FROM conversations
        WHERE bot_id = ?1 AND chat_id = ?2 AND id > ?3 AND direction = 0 AND entry = 0 AND state IN (0, 1)
        """;

    /// <summary>State, whether the person deleted it, and code; null when it is not a message of this chat.</summary>
    public static (InboxState State, bool Deleted, string? Code)? Find(SliceScope scope, ChatId chat, long id)
    {
        using var rows = scope.Session.Query(SelectState, scope.Bot, chat, id);
        return rows.Read() ? ((InboxState)rows.Int32(0), rows.Flag(1), rows.TextOrNull(2)) : null;
    }

    public static void Mark(SliceScope scope, ChatRow chat, long id, InboxState before, InboxState after, string? code)
    {
        if (before == after) return;
        scope.Session.Execute(Update, id, (long)after, code);
        chat.Requeued += Count(after is InboxState.Requeued) - Count(before is InboxState.Requeued);
        scope.Parked += Count(IsParked(after)) - Count(IsParked(before));
        if (IsListed(after)) List(scope, chat.Id, id);
        else if (IsListed(before)) scope.Session.Execute(RemoveParked, scope.Bot, id);
        if (IsParked(after)) scope.Log(EventTypes.ReplyFailed, chat.Id, EventData.Failed(id, code ?? StorageCodes.ReplyFailed));
    }

    public static void List(SliceScope scope, ChatId chat, long id) => scope.Session.Execute(AddParked, scope.Bot, id, chat);

    /// <summary>All that waits for an answer, requeued messages too, will not get one. Commands do: who leaves the rest to a human does not take them back.</summary>
    public static void ForgetUnanswered(SliceScope scope, ChatRow chat)
    {
        if (chat.LastInId > chat.AnsweredUpTo)
        {
            scope.Session.Execute(IgnoreWaiting, scope.Bot, chat.Id, chat.AnsweredUpTo, chat.LastInId);
            chat.AnsweredUpTo = chat.LastInId;
        }

        if (chat.Requeued == 0) return;
        scope.Session.Execute(IgnoreRequeued, scope.Bot, chat.Id);
        scope.Session.Execute(DropIgnored, scope.Bot, chat.Id);
        using var rows = scope.Session.Query(CountRequeued, scope.Bot, chat.Id);
        chat.Requeued = rows.Read() ? rows.Int64(0) : 0;
    }

    /// <summary>After single messages above the watermark were settled: does one of them still wait?</summary>
    public static void FindLastWaiting(SliceScope scope, ChatRow chat)
    {
        if (chat.LastInId <= chat.AnsweredUpTo) return;
        using var rows = scope.Session.Query(LastWaiting, scope.Bot, chat.Id, chat.AnsweredUpTo);
        rows.Read();
        chat.LastInId = rows.Int64OrNull(0) ?? chat.AnsweredUpTo;
    }

    public static bool IsParked(InboxState state) => state is InboxState.Parked or InboxState.Overdue;

    private static bool IsListed(InboxState state) => IsParked(state) || state is InboxState.Requeued;

    private static int Count(bool yes) => yes ? 1 : 0;
}
