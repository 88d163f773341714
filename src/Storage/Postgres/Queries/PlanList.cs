using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Conversations;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>A bot's chats with what is planned for them.</summary>
internal static class PlanList
{
    private const int ChatColumns = 4;

    private const string Select =
        $"""
        SELECT c.chat_id, c.version, c.turn, c.mode, {MemoryRows.Columns}, {InitiativeRows.Columns}
        FROM chats c {MemoryRows.Join} {InitiativeRows.Joins} WHERE c.bot_id = $1 AND c.chat_id > $2 ORDER BY c.chat_id LIMIT $3
        """;

    private const string SelectOne = $"SELECT {InitiativeRows.Columns} FROM chats c {InitiativeRows.Joins} WHERE c.bot_id = $1 AND c.chat_id = $2";

    public static async Task<Page<PlannedChat>> ListAsync(
        PostgresSessions sessions, MessageCodec codec, BotId bot, string? after, int limit, CancellationToken cancellation)
    {
        // Groups, whose ids are negative, are not written to first.
        var statement = new SqlStatement(Select, bot, PageCursor.ReadNumber(after, "plans") ?? 0, limit + 1L);
        var found = await sessions.OfBotAsync(bot, rows => rows.ListAsync(row => Read(row, bot, codec)), cancellation, statement);
        return PageCursor.Page(found, limit, last => PageCursor.Make("plans", last.Key.Chat.Value));
    }

    public static Task<PendingAction?> FindAsync(PostgresSessions sessions, MessageCodec codec, ChatKey key, CancellationToken cancellation) => sessions.OfBotAsync(
        key.Bot,
        rows => rows.FindAsync(row => InitiativeRows.Read(row, 0, key.Bot, codec).Pending),
        cancellation,
        new SqlStatement(SelectOne, key.Bot, key.Chat));

    private static PlannedChat Read(NpgsqlDataReader row, BotId bot, MessageCodec codec) => new()
    {
        Key = new ChatKey(bot, row.Chat(0)),
        Basis = new TurnBasis(row.GetInt64(1), row.GetInt64(2)),
        Mode = (ChatMode)row.GetInt16(3),
        TimeZone = MemoryRows.Read(row, ChatColumns, bot, codec)?.Memory.TimeZone?.Value,
        Initiative = InitiativeRows.Read(row, ChatColumns + MemoryRows.ColumnCount, bot, codec),
    };
}
