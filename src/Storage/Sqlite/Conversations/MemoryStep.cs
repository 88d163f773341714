using System.Globalization;
using System.Text;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Events;
using MultiBot.Domain.Memory;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is known of a person is replaced, from the revision it was made from and only once.</summary>
internal static class MemoryStep
{
    private const string Find = "SELECT revision, slice_id FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    private const string Upsert =
        """
        INSERT INTO user_profiles (bot_id, chat_id, revision, slice_id, analyzed_messages, memory, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, slice_id = excluded.slice_id, analyzed_messages = excluded.analyzed_messages,
            memory = excluded.memory, updated_at = excluded.updated_at
        """;

    private const string SetName =
        "INSERT INTO contact_names (bot_id, chat_id, name) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET name = excluded.name";

    private const string DropName = "DELETE FROM contact_names WHERE bot_id = ?1 AND chat_id = ?2";
    private const string SetTags = "UPDATE user_profiles SET tags = ?3 WHERE bot_id = ?1 AND chat_id = ?2";
    private const string SetApproval = "UPDATE user_profiles SET approval = ?3 WHERE bot_id = ?1 AND chat_id = ?2";
    private const string SetNotes = "UPDATE user_profiles SET notes = ?3 WHERE bot_id = ?1 AND chat_id = ?2";

    public static SliceAnswer<MemoryStored> Apply(SliceScope scope, MemorySlice slice)
    {
        var (revision, last) = Stored(scope, slice.Chat);
        if (last == slice.Id) return Answer(revision);
        if (revision != slice.Basis) return new SliceAnswer<MemoryStored>.Conflict();

        Replace(scope, slice.Chat, slice.Id, revision, slice.Memory, slice.AnalyzedMessages);
        if (slice.Card is { } card) Write(scope, slice.Chat, card, revision + 1);
        return Answer(revision + 1);
    }

    /// <summary>What a turn learned; its repeat is known by the turn.</summary>
    public static void Learn(SliceScope scope, ChatId chat, Guid turn, TurnMemory learned) =>
        Replace(scope, chat, turn, learned.Basis, learned.Memory, learned.AnalyzedMessages);

    public static bool IsAt(SliceScope scope, ChatId chat, long revision) => Stored(scope, chat).Revision == revision;

    private static void Replace(SliceScope scope, ChatId chat, Guid slice, long revision, ContactMemory memory, long analyzed)
    {
        var data = scope.Encode(Encoding.UTF8.GetString(MemoryJson.Write(memory)));
        scope.Session.Execute(Upsert, scope.Bot, chat, revision + 1, slice.ToByteArray(), analyzed, data, scope.Now);
    }

    /// <summary>What is not mentioned stays as it is.</summary>
    private static void Write(SliceScope scope, ChatId chat, ContactCard card, long revision)
    {
        if (card.Name is { Value: { } name }) scope.Session.Execute(SetName, scope.Bot, chat, name);
        else if (card.Name is not null) scope.Session.Execute(DropName, scope.Bot, chat);
        if (card.Tags is { } tags) scope.Session.Execute(SetTags, scope.Bot, chat, MemoryRows.JsonOf(tags.Value));
        if (card.Notes is { } notes) scope.Session.Execute(SetNotes, scope.Bot, chat, notes.Value is { } text ? scope.Encode(text) : null);
        if (card.Approval is { } approval) scope.Session.Execute(SetApproval, scope.Bot, chat, approval.Value is { } asked ? asked : SqlValue.Null);
        scope.Log(EventTypes.ContactChanged, chat, string.Create(CultureInfo.InvariantCulture, $"{{\"revision\":{revision}}}"));
    }

    private static (long Revision, Guid? Last) Stored(SliceScope scope, ChatId chat)
    {
        using (var rows = scope.Session.Query(Find, scope.Bot, chat))
        {
            if (rows.Read()) return (rows.Int64(0), new Guid(rows.Blob(1)));
        }

        // What was learned of somebody who was erased since must not come back.
        return (Tombstone.Find(scope.Session, scope.PersonOf(chat))?.ProfileRevision ?? 0, null);
    }

    private static SliceAnswer<MemoryStored> Answer(long revision) => new SliceAnswer<MemoryStored>.Accepted(new MemoryStored { Revision = revision });
}
