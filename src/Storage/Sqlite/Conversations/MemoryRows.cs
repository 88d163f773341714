using System.Text;
using System.Text.Json;
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
    private const string SelectCard = "SELECT tags, notes FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    public static StoredMemory Read(SqliteSession session, ChatKey key, MessageCodec codec, PersonHashes people)
    {
        using (var rows = session.Query(Select, key.Bot, key.Chat))
        {
            if (rows.Read()) return new StoredMemory(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(key.Bot, rows.Blob(0)))), rows.Int64(1), rows.Int64(2));
        }

        return Tombstone.Find(session, people.Of(key)) is { } gone ? StoredMemory.None with { Revision = gone.ProfileRevision } : StoredMemory.None;
    }

    public static StoredContact ReadContact(SqliteSession session, ChatKey key, MessageCodec codec, PersonHashes people)
    {
        var memory = Read(session, key, codec, people);
        using var rows = session.Query(SelectCard, key.Bot, key.Chat);
        return rows.Read()
            ? new StoredContact(memory, TagsOf(rows.TextOrNull(0)), rows.IsNull(1) ? null : codec.Decode(key.Bot, rows.Blob(1)))
            : StoredContact.None with { Memory = memory };
    }

    public static string[] TagsOf(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, BotConfigJson.Default.StringArray)!;

    /// <summary>No tags are no array, so that the index holds only who has some.</summary>
    public static string? JsonOf(string[]? tags) => tags is { Length: > 0 } ? JsonSerializer.Serialize(tags, BotConfigJson.Default.StringArray) : null;
}
