using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Contacts;
using MultiBot.Domain.Memory;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Privacy;
using Npgsql;

namespace MultiBot.Storage.Postgres.Conversations;

/// <summary>What is known of a person, under the codec of the messages.</summary>
internal static class MemoryRows
{
    public const string Columns = "p.memory, p.revision, p.analyzed_messages";
    public const int ColumnCount = 3;

    /// <summary>To <c>chats c</c>.</summary>
    public const string Join = "LEFT JOIN user_profiles p ON p.bot_id = c.bot_id AND p.chat_id = c.chat_id";

    /// <summary>Two results for <see cref="FindAsync"/>.</summary>
    public static SqlStatement[] Select(ChatKey key, PersonHashes people) =>
    [
        new($"SELECT {Columns} FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = $2", key.Bot, key.Chat),
        // The next revision of an erased person goes on from the last.
        new("SELECT profile_revision FROM erasures WHERE person = $1", people.Of(key)),
    ];

    public static async Task<StoredMemory> FindAsync(NpgsqlDataReader rows, BotId bot, MessageCodec codec)
    {
        var memory = await rows.FindAsync(row => Read(row, 0, bot, codec));
        await rows.NextResultAsync();
        return memory ?? StoredMemory.None with { Revision = await rows.FindAsync(row => row.GetInt64(0)) };
    }

    /// <summary>Three results for <see cref="FindContactAsync"/>.</summary>
    public static SqlStatement[] SelectContact(ChatKey key, PersonHashes people) =>
        [.. Select(key, people), new("SELECT p.tags, p.notes FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = $2", key.Bot, key.Chat)];

    public static async Task<StoredContact> FindContactAsync(NpgsqlDataReader rows, BotId bot, MessageCodec codec)
    {
        var memory = await FindAsync(rows, bot, codec);
        await rows.NextResultAsync();
        var card = await rows.FindAsync(row => new StoredContact(memory, row.TextsOrNull(0) ?? [], row.IsDBNull(1) ? null : codec.Decode(bot, row.Bytes(1))));
        return card ?? StoredContact.None with { Memory = memory };
    }

    public static SqlStatement SelectContacts(BotId bot, IReadOnlyCollection<ChatId> chats)
    {
        long[] ids = [.. chats.Select(chat => chat.Value)];
        return new($"SELECT {Columns}, p.tags, p.notes, p.chat_id FROM user_profiles p WHERE p.bot_id = $1 AND p.chat_id = ANY ($2)", bot, ids);
    }

    public static async Task<IReadOnlyDictionary<ChatId, StoredContact>> ListContactsAsync(NpgsqlDataReader rows, BotId bot, MessageCodec codec)
    {
        var contacts = await rows.ListAsync(row => (Chat: row.Chat(ColumnCount + 2), Contact: new StoredContact(
            Read(row, 0, bot, codec) ?? StoredMemory.None, row.TextsOrNull(ColumnCount) ?? [], row.IsDBNull(ColumnCount + 1) ? null : codec.Decode(bot, row.Bytes(ColumnCount + 1)))));
        return contacts.ToDictionary(one => one.Chat, one => one.Contact);
    }

    /// <param name="row">The present one.</param>
    /// <param name="at">Where <see cref="Columns"/> begin.</param>
    /// <param name="bot">Whose key opens it.</param>
    /// <param name="codec">Opens it.</param>
    /// <returns>Null: nothing is known.</returns>
    public static StoredMemory? Read(NpgsqlDataReader row, int at, BotId bot, MessageCodec codec) => row.IsDBNull(at)
        ? null
        : new StoredMemory(MemoryJson.Read(Encoding.UTF8.GetBytes(codec.Decode(bot, row.Bytes(at)))), row.GetInt64(at + 1), row.GetInt64(at + 2));
}
