using System.Text;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    private const string Select = "SELECT memory, revision, analyzed_messages FROM user_profiles WHERE bot_id = ?1 AND chat_id = ?2";

    public static StoredMemory Read(SqliteSession session, ChatKey key, MessageCodec codec)
    {
        using var rows = session.Query(Select, key.Bot, key.Chat);
        return rows.Read()
            ? new StoredMemory(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(key.Bot, rows.Blob(0)))), rows.Int64(1), rows.Int64(2))
            : StoredMemory.None;
    }
}
