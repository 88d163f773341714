using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Events;

internal sealed class PostgresEventLog(PostgresDatabase database) : IEventLog
{
    private const string SelectAll = "SELECT seq, type, bot_id, chat_id, at, data FROM read_events($1, $2, $3)";

    private const string SelectOfBot =
        """
        SELECT seq, type, bot_id, chat_id, at, data FROM events
        WHERE bot_id = $4 AND seq > $1 AND ($2 IS NULL OR type = $2) ORDER BY seq LIMIT $3
        """;

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(long afterSeq, BotId? bot, string? type, int limit, CancellationToken cancellation) => bot is { } one
        ? await database.Open.Sessions.OfBotAsync(one, rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectOfBot, afterSeq, type, limit, one))
        : await database.Open.Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectAll, afterSeq, type, limit));

    private static LoggedEvent Read(NpgsqlDataReader row) => new(row.GetInt64(0), new DomainEvent
    {
        Type = row.GetString(1),
        Bot = BotId.Parse(row.GetString(2)),
        Chat = row.Int64OrNull(3) is { } chat ? new ChatId(chat) : null,
        At = row.Time(4),
        Data = row.GetString(5),
    });
}
