using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Privacy;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    private const string Select = "SELECT memory, revision, analyzed_messages FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";
    private const string SelectMany =
        """
        SELECT memory, revision, analyzed_messages, tags, notes, chat_id FROM user_profiles
        WHERE bot_id = ?1 AND chat_id IN (SELECT value FROM json_each(?2))
        """;

    private const string SelectCard = "SELECT tags, notes FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    public static StoredMemory Read(SqliteSession session, ChatKey key, MessageCodec codec, PersonHashes people)
    {
        using (var rows = session.Query(Select, key.Bot, key.Chat))
        {
            if (rows.Read()) return Memory(rows, key.Bot, codec);
        }

        return Tombstone.Find(session, people.Of(key)) is { } gone ? StoredMemory.None with { Revision = gone.ProfileRevision } : StoredMemory.None;
    }

    public static StoredContact ReadContact(SqliteSession session, ChatKey key, MessageCodec codec, PersonHashes people)
    {
        var memory = Read(session, key, codec, people);
        using var rows = session.Query(SelectCard, key.Bot, key.Chat);
        return rows.Read() ? Contact(memory, rows, at: 0, key.Bot, codec) : StoredContact.None with { Memory = memory };
    }

    public static Dictionary<ChatId, StoredContact> ReadContacts(SqliteSession session, BotId bot, IReadOnlyCollection<ChatId> chats, MessageCodec codec)
    {
        var contacts = new Dictionary<ChatId, StoredContact>();
        using var rows = session.Query(SelectMany, bot, $"[{string.Join(',', chats)}]");
        while (rows.Read()) contacts.Add(rows.Chat(5), Contact(Memory(rows, bot, codec), rows, at: 3, bot, codec));
        return contacts;
    }

    private static StoredMemory Memory(SqlRows rows, BotId bot, MessageCodec codec) =>
        new(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(bot, rows.Blob(0)))), rows.Int64(1), rows.Int64(2));

    private static StoredContact Contact(StoredMemory memory, SqlRows rows, int at, BotId bot, MessageCodec codec) =>
        new(memory, TagsOf(rows.TextOrNull(at)), rows.IsNull(at + 1) ? null : codec.Decode(bot, rows.Blob(at + 1)));

    public static string[] TagsOf(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, BotConfigJson.Default.StringArray)!;

    /// <summary>No tags are no array, so that the index holds only who has some.</summary>
    public static string? JsonOf(string[]? tags) => tags is { Length: > 0 } ? JsonSerializer.Serialize(tags, BotConfigJson.Default.StringArray) : null;
}
