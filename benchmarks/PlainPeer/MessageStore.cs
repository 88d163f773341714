using Npgsql;

namespace MultiBot.PlainPeer;

/// <summary>What is remembered: every message, and a profile per person.</summary>
internal sealed class MessageStore(NpgsqlDataSource database)
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS messages (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            bot_id bigint NOT NULL,
            chat_id bigint NOT NULL,
            from_bot boolean NOT NULL,
            text text NOT NULL,
            at timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS messages_by_chat ON messages (bot_id, chat_id, id);
        CREATE TABLE IF NOT EXISTS profiles (
            bot_id bigint NOT NULL,
            chat_id bigint NOT NULL,
            name text NOT NULL,
            messages bigint NOT NULL,
            last_at timestamptz NOT NULL,
            PRIMARY KEY (bot_id, chat_id));
        """;

    private const string InsertMessage = "INSERT INTO messages (bot_id, chat_id, from_bot, text, at) VALUES ($1, $2, $3, $4, $5)";

    private const string UpsertProfile =
        """
        INSERT INTO profiles (bot_id, chat_id, name, messages, last_at) VALUES ($1, $2, $3, 1, $4)
        ON CONFLICT (bot_id, chat_id) DO UPDATE SET name = excluded.name, messages = profiles.messages + 1, last_at = excluded.last_at
        """;

    private const string SelectHistory = "SELECT from_bot, text FROM messages WHERE bot_id = $1 AND chat_id = $2 ORDER BY id DESC LIMIT $3";

    public async Task CreateSchemaAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Schema);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Stores what a person wrote, and answers the chat's last lines with it, oldest first.</summary>
    public async Task<List<(bool FromBot, string Text)>> ReceiveAsync(long bot, long chat, string name, string text, DateTimeOffset at, int history, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await InsertAsync(connection, bot, chat, false, text, at, cancellation);
        await using (var upsert = new NpgsqlCommand(UpsertProfile, connection) { Parameters = { Of(bot), Of(chat), Of(name), Of(at) } })
            await upsert.ExecuteNonQueryAsync(cancellation);
        await using var select = new NpgsqlCommand(SelectHistory, connection) { Parameters = { Of(bot), Of(chat), Of(history) } };
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var lines = new List<(bool, string)>(history);
        while (await reader.ReadAsync(cancellation))
            lines.Add((reader.GetBoolean(0), reader.GetString(1)));
        lines.Reverse();
        return lines;
    }

    public async Task AnswerAsync(long bot, long chat, string text, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await InsertAsync(connection, bot, chat, true, text, at, cancellation);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, long bot, long chat, bool fromBot, string text, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(InsertMessage, connection) { Parameters = { Of(bot), Of(chat), Of(fromBot), Of(text), Of(at) } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
