using MultiBot.Domain.Bots;
using Npgsql;

namespace MultiBot.Storage.Postgres.Session;

/// <summary>
/// The silo's pooled connections. Whatever is asked about a bot is asked under <c>app.bot_id</c>, set for that one transaction, so
/// that a forgotten filter finds nothing instead of another bot's rows.
/// </summary>
internal sealed class PostgresSessions(NpgsqlDataSource source, Reachability server)
{
    private const string Scope = "SELECT set_config('app.bot_id', $1, true)";
    private const string BeginView = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private const string EndView = "COMMIT";

    /// <summary>Statements about one bot, in one round trip and one transaction.</summary>
    public Task<T> OfBotAsync<T>(BotId bot, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation, params SqlStatement[] statements) =>
        RunAsync([new(Scope, bot.Value), .. statements], skip: 1, read, cancellation);

    /// <summary>The same, all statements seeing one moment.</summary>
    public async Task<T> ViewOfBotAsync<T>(BotId bot, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation, params SqlStatement[] statements) =>
        (await ViewOfBotsAsync([(bot, statements)], (_, rows) => read(rows), cancellation))[0];

    /// <summary>
    /// Several such views in one round trip, each under its own bot, all seeing one moment. <paramref name="read"/> is told which one
    /// is next, and reads its results up to the last.
    /// </summary>
    public Task<List<T>> ViewOfBotsAsync<T>(
        IReadOnlyList<(BotId Bot, SqlStatement[] Statements)> views, Func<int, NpgsqlDataReader, Task<T>> read, CancellationToken cancellation) => RunAsync(
        [new(BeginView), .. views.SelectMany(view => view.Statements.Prepend(new SqlStatement(Scope, view.Bot.Value))), new(EndView)],
        skip: 0,
        async rows =>
        {
            var answers = new List<T>(views.Count);
            for (var i = 0; i < views.Count; i++)
            {
                if (i > 0) await rows.NextResultAsync(cancellation);
                // Over what the scope answers.
                await rows.NextResultAsync(cancellation);
                answers.Add(await read(i, rows));
            }

            return answers;
        },
        cancellation);

    /// <summary>Statements about no bot in particular: tables without a bot, and the doors.</summary>
    public Task<T> OfAllAsync<T>(Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation, params SqlStatement[] statements) =>
        RunAsync(statements, skip: 0, read, cancellation);

    /// <summary>How many rows the last statement wrote.</summary>
    public async Task<int> ExecuteAsync(BotId? bot, CancellationToken cancellation, params SqlStatement[] statements)
    {
        try
        {
            await using var batch = Batch(bot is { } one ? [new(Scope, one.Value), .. statements] : statements);
            await batch.ExecuteNonQueryAsync(cancellation);
            server.Found();
            return (int)batch.BatchCommands[^1].RecordsAffected;
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>For the few places that can't wait asynchronously: a data key that is not in memory yet.</summary>
    public T Read<T>(BotId bot, Func<NpgsqlDataReader, T> read, params SqlStatement[] statements)
    {
        try
        {
            using var batch = Batch([new(Scope, bot.Value), .. statements]);
            using var reader = batch.ExecuteReader();
            reader.NextResult();
            return read(reader);
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    private async Task<T> RunAsync<T>(SqlStatement[] statements, int skip, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            await using var batch = Batch(statements);
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            for (var i = 0; i < skip; i++) await reader.NextResultAsync(cancellation);
            var result = await read(reader);
            // To the end: an error of a later statement shows only there.
            while (await reader.NextResultAsync(cancellation))
            {
            }

            server.Found();
            return result;
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    private Domain.Storage.StoreUnavailableException Unavailable(Exception exception)
    {
        server.Lost(exception);
        return PostgresFailures.Unavailable(exception);
    }

    private NpgsqlBatch Batch(SqlStatement[] statements)
    {
        var batch = source.CreateBatch();
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var value in statement.Values) command.Parameters.Add(value.ToParameter());
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
