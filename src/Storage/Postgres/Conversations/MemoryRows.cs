using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    public const string Columns = "p.memory, p.revision, p.analyzed_messages";
    public const int ColumnCount = 3;

    /// <summary>To <c>chats c</c>.</summary>
    public const string Join = "LEFT JOIN user_profiles p ON p.bot_id = c.bot_id AND p.chat_id = c.chat_id";

    public static SqlStatement Select(ChatKey key) => new($"SELECT {Columns} FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = $2", key.Bot, key.Chat);

    /// <summary>To be read by <see cref="ReadContact"/>.</summary>
    public static SqlStatement SelectContact(ChatKey key) =>
        new($"SELECT {Columns}, p.tags, p.notes FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = $2", key.Bot, key.Chat);

    public static StoredContact ReadContact(NpgsqlDataReader row, BotId bot, MessageCodec codec) => new(
        Read(row, 0, bot, codec),
        row.TextsOrNull(ColumnCount) ?? [],
        row.IsDBNull(ColumnCount + 1) ? null : codec.Decode(bot, row.Bytes(ColumnCount + 1)));

    /// <param name="row">The present one.</param>
    /// <param name="at">Where <see cref="Columns"/> begin.</param>
    /// <param name="bot">Whose key opens it.</param>
    /// <param name="codec">Opens it.</param>
    public static StoredMemory Read(NpgsqlDataReader row, int at, BotId bot, MessageCodec codec) => row.IsDBNull(at)
        ? StoredMemory.None
        : new StoredMemory(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(bot, row.Bytes(at)))), row.GetInt64(at + 1), row.GetInt64(at + 2));
}
