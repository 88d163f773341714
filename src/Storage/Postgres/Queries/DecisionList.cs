using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Messages;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Queries;
using Npgsql;

namespace MultiBot.Storage.Postgres.Queries;

/// <summary>Why a bot wrote or stayed silent.</summary>
internal static class DecisionList
{
    private const string Columns = "d.id, d.chat_id, d.turn, d.kind, d.reason, d.at, d.inputs, d.calls";
    private const string OfBot = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";
    private const string OfChat = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = $1 AND d.chat_id = $4 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";

    // One of ours has the decision of its turn, the first: silence from then on is told with the same turn.
    // One of the person's has the first that settled it, else that of the newest draft (6).
    private const string OfTurn =
        $"SELECT {Columns}, d.prompt FROM decisions d WHERE d.bot_id = $1 AND d.chat_id = $2 AND d.turn = $3 AND d.kind IN (0, 1, 2) ORDER BY d.id LIMIT 1";

    private const string OfHeard =
        $"""
        SELECT {Columns}, d.prompt FROM decisions d
        WHERE d.bot_id = $1 AND d.chat_id = $2 AND (d.inputs ->> 'messageId')::bigint >= $3 AND d.kind IN (0, 1, 2, 6)
        ORDER BY d.kind = 6, CASE WHEN d.kind = 6 THEN -d.id ELSE d.id END LIMIT 1
        """;

    public static async Task<Page<DecisionItem>> ListAsync(
        PostgresSessions sessions, MessageCodec codec, BotId bot, ChatId? chat, string? after, int limit, CancellationToken cancellation)
    {
        var before = PageCursor.ReadNumber(after, "decisions") ?? long.MaxValue;
        var statement = chat is { } one ? new SqlStatement(OfChat, bot, before, limit + 1L, one) : new SqlStatement(OfBot, bot, before, limit + 1L);
        var found = await sessions.OfBotAsync(bot, rows => rows.ListAsync(row => Read(row, bot, codec)), cancellation, statement);
        return PageCursor.Page(found, limit, last => PageCursor.Make("decisions", last.Id));
    }

    public static Task<DecisionItem?> FindAsync(PostgresSessions sessions, MessageCodec codec, ChatKey key, MessageItem message, CancellationToken cancellation) =>
        sessions.OfBotAsync(
            key.Bot,
            rows => rows.FindAsync(row => Read(row, key.Bot, codec) with { Prompt = PromptIn(row, key.Bot, codec) }),
            cancellation,
            message.Turn is { } turn ? new SqlStatement(OfTurn, key.Bot, key.Chat, turn) : new SqlStatement(OfHeard, key.Bot, key.Chat, message.Id));

    public static Task<string?> FindPromptAsync(PostgresSessions sessions, MessageCodec codec, ChatKey key, long turn, CancellationToken cancellation) =>
        sessions.OfBotAsync(key.Bot, rows => rows.FindAsync(row => PromptIn(row, key.Bot, codec)), cancellation, new SqlStatement(OfTurn, key.Bot, key.Chat, turn));

    private static string? PromptIn(NpgsqlDataReader row, BotId bot, MessageCodec codec) => row.IsDBNull(8) ? null : codec.Decode(bot, row.Bytes(8));

    private static DecisionItem Read(NpgsqlDataReader row, BotId bot, MessageCodec codec) => new()
    {
        Id = row.GetInt64(0),
        ChatId = row.Chat(1),
        Turn = row.GetInt64(2),
        Kind = (DecisionKind)row.GetInt16(3),
        Reason = row.GetString(4),
        At = row.Time(5),
        Inputs = row.GetString(6),
        Calls = row.IsDBNull(7) ? null : codec.Decode(bot, row.Bytes(7)),
    };
}
