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
        if (query.Bot is not { } bot) return await Sessions.OfAllAsync(rows => rows.ListAsync(Read), cancellation, All(query));
        if (query.Among?.Contains(bot) is false || (query.Partition ?? EventPartitions.Of(bot)) != EventPartitions.Of(bot)) return [];
        return await Sessions.OfBotAsync(
            bot, rows => rows.ListAsync(Read), cancellation, new SqlStatement(SelectOfBot, query.After, query.UpTo, Types(query), query.Limit, bot));
    }

    public Task<EventLook> LookAsync(CancellationToken cancellation) => Sessions.OfAllAsync(ReadLookAsync, cancellation, new SqlStatement(Look));

    public Task<EventGlance> GlanceAsync(long after, int limit, CancellationToken cancellation) => Sessions.OfAllAsync(
        async rows =>
        {
            var look = await ReadLookAsync(rows);
            await rows.NextResultAsync(cancellation);
            return new EventGlance(look, await rows.ListAsync(Read));
        },
        cancellation,
        // Each sees what was committed when it began (read committed): the second sees all whose writers the first no longer saw.
        new SqlStatement(Look),
        All(new EventQuery { After = after, Limit = limit }));

    public Task<string?> DescribeWriterAsync(string writer, CancellationToken cancellation) => Sessions.OfAllAsync(
        rows => rows.FindAsync(row => string.Create(
            CultureInfo.InvariantCulture, $"process {row.GetInt32(0)} of the database, application «{row.TextOrNull(1)}», login {row.TextOrNull(2)}")),
        cancellation,
        new SqlStatement(Writer, writer));

    public Task WaitAsync(CancellationToken cancellation) => database.Open.News.WaitAsync(cancellation);

    private static SqlStatement All(EventQuery query)
    {
        string[]? among = query.Among is null ? null : [.. query.Among.Select(one => one.Value)];
        return new SqlStatement(SelectAll, query.After, query.UpTo, Types(query), among, query.Partition, query.Limit);
    }

    private static string[]? Types(EventQuery query) => query.Types is null ? null : [.. query.Types];

    private static async Task<EventLook> ReadLookAsync(NpgsqlDataReader rows) =>
        await rows.FindAsync(row => new EventLook(row.GetInt64(0), row.GetFieldValue<string[]>(1))) ?? throw new InvalidOperationException("The look has no row.");

    private static LoggedEvent Read(NpgsqlDataReader row) => new(row.GetInt64(0), new DomainEvent
    {
        Type = row.GetString(1),
        Bot = BotId.Parse(row.GetString(2)),
        Chat = row.Int64OrNull(3) is { } chat ? new ChatId(chat) : null,
        At = row.Time(4),
        Data = row.GetString(5),
    });
}
