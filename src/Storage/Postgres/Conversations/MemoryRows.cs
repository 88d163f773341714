using System.Text;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    // The next revision of an erased person goes on from the last.
    private const string SelectMemory =
        """
        SELECT memory, revision, analyzed_messages FROM user_profiles WHERE bot_id = $1 AND chat_id = $2
        UNION ALL
        SELECT NULL, e.profile_revision, 0 FROM erasures e
        WHERE e.person = $3 AND NOT EXISTS (SELECT FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = $2)
        """;

    public static SqlStatement Select(ChatKey key, PersonHashes people) => new(SelectMemory, key.Bot, key.Chat, people.Of(key));

    /// <summary>Of the present result.</summary>
    public static async Task<StoredMemory> ReadAsync(NpgsqlDataReader rows, ChatKey key, MessageCodec codec) =>
        await rows.FindAsync(row => new StoredMemory(
            row.IsDBNull(0) ? ContactMemory.Empty : MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(key.Bot, row.Bytes(0)))), row.GetInt64(1), row.GetInt64(2)))
        ?? StoredMemory.None;
}
