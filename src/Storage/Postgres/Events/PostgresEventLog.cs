using System.Globalization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Events;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Events;

internal sealed class PostgresEventLog(PostgresDatabase database) : IEventLog
{
    private const string SelectAll = "SELECT seq, type, bot_id, chat_id, at, data FROM read_events($1, $2, $3, $4, $5, $6)";
    private const string Look = "SELECT last_seq, writers FROM event_horizon()";
    private const string Writer = "SELECT pid, application, login FROM event_writer($1)";

    private const string SelectOfBot =
        """
        SELECT seq, type, bot_id, chat_id, at, data FROM events
        WHERE bot_id = $5 AND seq > $1 AND seq <= $2 AND ($3 IS NULL OR type = ANY ($3)) ORDER BY seq LIMIT $4
        """;

    private PostgresSessions Sessions => database.Open.Sessions;

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellation)
    {
        string[]? types = query.Types is null ? null : [.. query.Types];
        if (query.Bot is not { } bot)
        {
            string[]? among = query.Among is null ? null : [.. query.Among.Select(one => one.Value)];
            return await Sessions.OfAllAsync(
                rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectAll, query.After, query.UpTo, types, among, query.Partition, query.Limit));
        }

        if (query.Among?.Contains(bot) is false || (query.Partition ?? EventPartitions.Of(bot)) != EventPartitions.Of(bot)) return [];
        return await Sessions.OfBotAsync(
            bot, rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectOfBot, query.After, query.UpTo, types, query.Limit, bot));
    }

    public Task<EventLook> LookAsync(CancellationToken cancellation) => Sessions.OfAllAsync(
        async rows => await rows.FindAsync(row => new EventLook(row.GetInt64(0), row.GetFieldValue<string[]>(1)))
            ?? throw new InvalidOperationException("The look has no row."),
        cancellation,
        new SqlStatement(Look));

    public Task<string?> DescribeWriterAsync(string writer, CancellationToken cancellation) => Sessions.OfAllAsync(
        rows => rows.FindAsync(row => string.Create(
            CultureInfo.InvariantCulture, $"process {row.GetInt32(0)} of the database, application «{row.TextOrNull(1)}», login {row.TextOrNull(2)}")),
        cancellation,
        new SqlStatement(Writer, writer));

    public Task WaitAsync(CancellationToken cancellation) => database.Open.News.WaitAsync(cancellation);

    private static LoggedEvent Read(NpgsqlDataReader row) => new(row.GetInt64(0), new DomainEvent
    {
        Type = row.GetString(1),
        Bot = BotId.Parse(row.GetString(2)),
        Chat = row.Int64OrNull(3) is { } chat ? new ChatId(chat) : null,
        At = row.Time(4),
        Data = row.GetString(5),
    });
}
