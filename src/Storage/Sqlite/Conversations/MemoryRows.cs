using System.Text;
using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Configs;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    private const string Select = "SELECT memory, revision, analyzed_messages, tags, notes FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    public static StoredMemory Read(SqliteSession session, ChatKey key, MessageCodec codec)
    {
        using var rows = session.Query(Select, key.Bot, key.Chat);
        return rows.Read() ? Memory(rows, key.Bot, codec) : StoredMemory.None;
    }

    public static StoredContact ReadContact(SqliteSession session, ChatKey key, MessageCodec codec)
    {
        using var rows = session.Query(Select, key.Bot, key.Chat);
        return rows.Read()
            ? new StoredContact(Memory(rows, key.Bot, codec), TagsOf(rows.TextOrNull(3)), rows.IsNull(4) ? null : codec.Decode(key.Bot, rows.Blob(4)))
            : StoredContact.None;
    }

    public static string[] TagsOf(string? json) => json is null ? [] : JsonSerializer.Deserialize(json, BotConfigJson.Default.StringArray)!;

    /// <summary>No tags are no array, so that the index holds only who has some.</summary>
    public static string? JsonOf(string[]? tags) => tags is { Length: > 0 } ? JsonSerializer.Serialize(tags, BotConfigJson.Default.StringArray) : null;

    private static StoredMemory Memory(SqlRows rows, BotId bot, MessageCodec codec) =>
        new(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(bot, rows.Blob(0)))), rows.Int64(1), rows.Int64(2));
}
