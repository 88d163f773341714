using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>
/// Erases a person. The tombstone, the chat and what was open go first and together; of a long chat the rest goes in chunks, which nothing
/// reads meanwhile, because every reading goes by the chat. A person who comes back before that has the rest deleted first.
/// </summary>
internal static class EraseStep
{
    private static readonly string[] Tables = [.. PersonTables.Erased.Select(table => $"DELETE FROM {table} WHERE bot_id = ?1 AND chat_id = ?2")];

    private const string CountParked =
        """
        SELECT COUNT(*) FROM parked_messages p JOIN conversations m ON m.id = p.message_id
        WHERE p.bot_id = ?1 AND p.chat_id = ?2 AND m.state IN (4, 5)
        """;

    private const string DeleteParked = "DELETE FROM conversations WHERE id IN (SELECT message_id FROM parked_messages WHERE bot_id = ?1 AND chat_id = ?2)";
    private const string DeleteOpen = "DELETE FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn >= ?3 AND direction = 1 AND state IN (0, 1)";
    private const string DeleteSome = "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 LIMIT ?3)";
    private const string SelectAny = "SELECT 1 FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 LIMIT 1";
    private const string SelectRevision = "SELECT revision FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    private const string SelectLastSource =
        "SELECT source_id FROM conversations WHERE bot_id = ?1 AND chat_id = ?2 AND turn IS NULL AND entry = 0 ORDER BY id DESC LIMIT 1";

    private const string DeleteNotices = "DELETE FROM notices WHERE bot_id = ?1 AND json_extract(state, '$.chat.value') = ?2";

    public static SliceAnswer<Erased> Apply(SliceScope scope, EraseSlice slice)
    {
        var person = scope.PersonOf(slice.Chat);
        var gone = Tombstone.Find(scope.Session, person);
        var erased = new Erased { Found = true };
        // Whoever came back since is another person: what there is now is theirs.
        if (gone is { HasRest: false } && gone.Slice == slice.Id) return new SliceAnswer<Erased>.Accepted(erased);
        if (gone?.Slice != slice.Id)
        {
            if (Begin(scope, slice, person, gone) is not { } first) return new SliceAnswer<Erased>.Accepted(new Erased { Found = false });
            erased = first;
        }

        return new SliceAnswer<Erased>.Accepted(erased with { Rest = DeleteRest(scope.Session, scope.Bot, slice.Chat, person, scope.EraseChunk) });
    }

    /// <summary>At most so many rows of what is left. True: there is more.</summary>
    public static bool DeleteRest(SqliteSession session, Domain.Bots.BotId bot, ChatId chat, byte[] person, int most)
    {
        session.HasErased = true;
        if (session.Execute(DeleteSome, bot, chat, most) >= most) return true;
        Tombstone.Find(session, person)!.SaveNoRest(session);
        return false;
    }

    /// <summary>Null: nothing is held of this chat.</summary>
    private static Erased? Begin(SliceScope scope, EraseSlice slice, byte[] person, Tombstone? before)
    {
        var (session, bot) = (scope.Session, scope.Bot);
        var chat = ChatRow.Load(scope, slice.Chat);
        var (source, revision) = (Number(session.Query(SelectLastSource, bot, chat.Id)), Number(session.Query(SelectRevision, bot, chat.Id)));
        var held = Number(session.Query(SelectAny, bot, chat.Id)) is not null;
        scope.Parked -= Number(session.Query(CountParked, bot, chat.Id)) ?? 0;
        session.Execute(DeleteParked, bot, chat.Id);
        var sending = OutboxRows.Sending(scope, chat);
        var open = chat.OpenOut == 0 ? 0 : session.Execute(DeleteOpen, bot, chat.Id, chat.OpenTurn);
        foreach (var table in Tables) held |= session.Execute(table, bot, chat.Id) > 0;
        if (!held) return null;

        session.Execute(DeleteNotices, bot, chat.Id);
        new Tombstone
        {
            Person = person,
            ErasedAt = scope.Now - scope.Now % StoreTime.Second,
            Version = Math.Max(chat.Version, before?.Version ?? 0) + 1,
            Turn = Math.Max(chat.Turn, before?.Turn ?? 0),
            ProfileRevision = Math.Max(revision ?? 0, before?.ProfileRevision ?? 0) + 1,
            LastSource = Math.Max(source ?? 0, before?.LastSource ?? 0),
            Slice = slice.Id,
        }.Save(session, new ChatKey(bot, chat.Id));
        scope.Log(EventTypes.ChatErased, chat.Id, "{}");
        return new Erased { Found = true, Cancelled = open - sending, StillSending = sending };
    }

    private static long? Number(SqlRows found)
    {
        using var rows = found;
        return rows.Read() ? rows.Int64OrNull(0) : null;
    }
}
