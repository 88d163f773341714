using System.Text;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    public static SqlStatement Select(ChatKey key) =>
        new("SELECT memory, revision, analyzed_messages FROM user_profiles WHERE bot_id = $1 AND chat_id = $2", key.Bot, key.Chat);

    /// <summary>Of the present result.</summary>
    public static async Task<StoredMemory> ReadAsync(NpgsqlDataReader rows, ChatKey key, MessageCodec codec) =>
        await rows.FindAsync(row => new StoredMemory(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(key.Bot, row.Bytes(0)))), row.GetInt64(1), row.GetInt64(2)))
        ?? StoredMemory.None;
}
