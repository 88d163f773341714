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
    private const string Columns = "d.id, d.chat_id, d.turn, d.kind, d.reason, d.at, d.inputs";
    private const string OfBot = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";
    private const string OfChat = $"SELECT {Columns} FROM decisions d WHERE d.bot_id = $1 AND d.chat_id = $4 AND d.id < $2 ORDER BY d.id DESC LIMIT $3";

    // Of one of ours: that of its turn. Of one of the person's: the first one that settled it.
    private const string OfMessage =
        $"""
        SELECT {Columns}, d.prompt FROM conversations m
        JOIN decisions d ON d.bot_id = m.bot_id AND d.chat_id = m.chat_id AND d.kind IN (0, 1, 2)
            AND CASE WHEN m.direction = 1 THEN d.turn = m.turn ELSE (d.inputs ->> 'messageId')::bigint >= m.id END
        WHERE m.bot_id = $1 AND m.chat_id = $2 AND m.id = $3 ORDER BY d.id LIMIT 1
        """;

    public static async Task<Page<DecisionItem>> ListAsync(
        PostgresSessions sessions, BotId bot, ChatId? chat, string? after, int limit, CancellationToken cancellation)
    {
        var before = PageCursor.ReadNumber(after, "decisions") ?? long.MaxValue;
        var statement = chat is { } one ? new SqlStatement(OfChat, bot, before, limit + 1L, one) : new SqlStatement(OfBot, bot, before, limit + 1L);
        var found = await sessions.OfBotAsync(bot, rows => rows.ListAsync(Read), cancellation, statement);
        return PageCursor.Page(found, limit, last => PageCursor.Make("decisions", last.Id));
    }

    public static Task<DecisionItem?> FindAsync(PostgresSessions sessions, MessageCodec codec, ChatKey key, long messageId, CancellationToken cancellation) =>
        sessions.OfBotAsync(
            key.Bot,
            rows => rows.FindAsync(row => Read(row) with { Prompt = row.IsDBNull(7) ? null : codec.Decode(key.Bot, row.Bytes(7)) }),
            cancellation,
            new SqlStatement(OfMessage, key.Bot, key.Chat, messageId));

    private static DecisionItem Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        ChatId = row.Chat(1),
        Turn = row.GetInt64(2),
        Kind = (DecisionKind)row.GetInt16(3),
        Reason = row.GetString(4),
        At = row.Time(5),
        Inputs = row.GetString(6),
    };
}
