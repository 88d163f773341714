using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>Names a contact. Who was not known is known from then on, with nothing said yet.</summary>
internal static class ContactStep
{
    private const string IsKnown = "SELECT 1 FROM chats WHERE bot_id = ?1 AND chat_id = ?2";

    private const string Upsert =
        "INSERT INTO contact_names (bot_id, chat_id, name) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET name = excluded.name";

    public static SliceAnswer<ContactNamed> Apply(SliceScope scope, ContactSlice slice)
    {
        var isNew = !Exists(scope, slice);
        if (isNew) ChatRow.Load(scope, slice.Chat).Save(scope);
        scope.Session.Execute(Upsert, scope.Bot, slice.Chat, slice.Name);
        return new SliceAnswer<ContactNamed>.Accepted(new ContactNamed { IsNew = isNew });
    }

    private static bool Exists(SliceScope scope, ContactSlice slice)
    {
        using var rows = scope.Session.Query(IsKnown, scope.Bot, slice.Chat);
        return rows.Read();
    }
}
