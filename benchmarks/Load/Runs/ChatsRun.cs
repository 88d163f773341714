using System.Globalization;
using MultiBot.Load.Measuring;
using MultiBot.Load.People;
using MultiBot.Load.Reports;
using MultiBot.Load.Subjects;
using MultiBot.PrivatePostgres;
using Npgsql;

namespace MultiBot.Load.Runs;

/// <summary>
/// Everybody writes once and is answered, looked through and planned for. Then the silo is started anew, as after a restart: nobody writes for a
/// while; after that some write again, one after another.
/// </summary>
internal sealed class ChatsRun(Stage stage, PostgresDatabase database, SiloProgram silo, Crowd crowd, int opened, RunLog log)
{
    private const int AtOnce = 200;
    private const string Statistics = "shared_preload_libraries=pg_stat_statements";

    /// <summary>After the start's own work, and before anything is measured.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(45);

    /// <summary>Twice what is read each minute.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(120);

    /// <summary>Silent and not, in turn: a silo goes on becoming quieter for minutes.</summary>
    private const int Rounds = 2;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>What is waited for once everybody was answered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>All chats planned for within the minute; an operator's silo takes hours, unnoticed.</summary>
    private static readonly string[] Hasty = ["MultiBot:Waker:ReadEvery=00:00:05", "MultiBot:Waker:PlansAtOnce=100000"];

    private readonly TimeProvider time = TimeProvider.System;

    public static async Task<IReport> RunAsync(LoadPlan plan, int opened, RunLog log, CancellationToken cancelled)
    {
        await using var stage = await Stage.SetAsync(plan, withPeer: false, cancelled, Statistics);
        var database = await stage.Databases.CreateAsync(cancelled);
        var run = new ChatsRun(stage, database, stage.SiloOn(database), stage.Gather(), Math.Min(opened, plan.Chats), log);
        await run.FillAsync(plan.Chats, cancelled);
        var measured = await run.MeasureAsync(cancelled);
        return new ChatsReport { Plan = plan, Measured = measured, Judgement = run.Judgement };
    }

    private Judgement Judgement => crowd.Judgement;

    private async Task FillAsync(int chats, CancellationToken cancelled)
    {
        var (process, registry) = await silo.StartAsync(1, cancelled, Hasty);
        await using (process)
        {
            using (registry)
            {
                await registry.RegisterAsync(crowd.Bots, cancelled);
                await registry.ChangeAsync(crowd.Bots[0], """{ "memory": { "analyzeEvery": 1 } }""", cancelled);
                await registry.ChangeAsync(crowd.Bots[0], WritesFirst(true), cancelled);
            }

            await stage.Polls.AllAsync(crowd.Bots, process.Check, cancelled);
            await WriteAsync(0, chats, AtOnce, process, cancelled);
            log.Say(FormattableString.Invariant($"{chats:N0} people wrote and were answered"));
            await using var look = await stage.Databases.LookAsync(database, cancelled);
            await ReachedAsync(look, "user_profiles", chats, process, cancelled);
            await ReachedAsync(look, "initiatives", chats, process, cancelled);
            await ExecuteAsync(look, "VACUUM ANALYZE", cancelled);
            await ExecuteAsync(look, "CREATE EXTENSION pg_stat_statements", cancelled);
            await process.StopAsync(cancelled);
        }

        await stage.Polls.NoneAsync(crowd.Bots, cancelled);
        await stage.Databases.CheckpointAsync(cancelled);
    }

    private async Task<ChatsMeasurement> MeasureAsync(CancellationToken cancelled)
    {
        var (process, registry) = await silo.StartAsync(1, cancelled);
        await using var look = await stage.Databases.LookAsync(database, cancelled);
        using (registry)
        await using (process)
        {
            await stage.Polls.AllAsync(crowd.Bots, process.Check, cancelled);
            await Task.Delay(Quiet, time, cancelled);
            var (silent, writesFirst) = (new List<Cores>(), new List<Cores>());
            for (var round = 0; round < Rounds; round++)
            {
                await registry.ChangeAsync(crowd.Bots[0], WritesFirst(false), cancelled);
                silent.Add(await IdleAsync(process, cancelled));
                await registry.ChangeAsync(crowd.Bots[0], WritesFirst(true), cancelled);
                writesFirst.Add(await IdleAsync(process, cancelled));
            }

            await ExecuteAsync(look, "SELECT pg_stat_statements_reset()", cancelled);
            crowd.Cut();
            await WriteAsync(0, opened, 1, process, cancelled);
            return new ChatsMeasurement
            {
                Silent = silent,
                WritesFirst = writesFirst,
                Milliseconds = crowd.Cut().Percentiles(),
                Reads = await ReadsAsync(look, cancelled),
                DatabaseBytes = await NumberAsync(look, "SELECT pg_database_size(current_database())", cancelled),
                ResidentBytes = process.Memory,
                Warnings = process.Warnings,
            };
        }
    }

    private async Task<Cores> IdleAsync(SubjectProcess process, CancellationToken cancelled)
    {
        var (from, before, database) = (time.GetTimestamp(), process.ProcessorTime, stage.Databases.ProcessorTime);
        await Task.Delay(Measured, time, cancelled);
        var seconds = time.GetElapsedTime(from).TotalSeconds;
        var cores = new Cores(Math.Round((process.ProcessorTime - before).TotalSeconds / seconds, 4), Math.Round((stage.Databases.ProcessorTime - database).TotalSeconds / seconds, 4));
        log.Say($"nobody writes: {cores}");
        return cores;
    }

    private async Task WriteAsync(int from, int count, int inFlight, SubjectProcess process, CancellationToken cancelled)
    {
        var pace = new OneAfterAnother(crowd, from, count, inFlight);
        crowd.Begin(pace);
        await Task.WhenAny(pace.AllAnswered, process.Ended).WaitAsync(cancelled);
        process.Check();
        await crowd.EndAsync(Patience, cancelled);
    }

    private async Task ReachedAsync(NpgsqlConnection look, string table, int rows, SubjectProcess process, CancellationToken cancelled)
    {
        for (var began = time.GetTimestamp(); await NumberAsync(look, $"SELECT count(*) FROM multibot.{table}", cancelled) is var found && found < rows;)
        {
            process.Check();
            if (time.GetElapsedTime(began) > Patience)
                throw new TimeoutException(FormattableString.Invariant($"Only {found:N0} rows in {table}."));
            await Task.Delay(LookEvery, time, cancelled);
        }

        log.Say(FormattableString.Invariant($"{rows:N0} rows in {table}"));
    }

    /// <summary>Of the silo's login, by what all that it does on the side in the meantime can't reach.</summary>
    private async Task<IReadOnlyList<StatementCount>> ReadsAsync(NpgsqlConnection look, CancellationToken cancelled)
    {
        const string Select =
            """
            SELECT left(regexp_replace(s.query, '\s+', ' ', 'g'), 120), s.calls, s.mean_exec_time FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
            WHERE r.rolname = 'multibot_silo' AND s.query LIKE 'SELECT%' AND s.query NOT LIKE '%commit_slices%' AND s.query NOT LIKE '%set_config%' AND s.calls >= $1
            ORDER BY s.calls DESC
            """;
        await using var command = new NpgsqlCommand(Select, look) { Parameters = { new() { Value = (long)opened } } };
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var reads = new List<StatementCount>();
        while (await reader.ReadAsync(cancelled))
            reads.Add(new StatementCount(reader.GetString(0), Math.Round((double)reader.GetInt64(1) / opened, 2), Math.Round(reader.GetDouble(2), 3)));
        return reads;
    }

    private static async Task<long> NumberAsync(NpgsqlConnection look, string sql, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand(sql, look);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancelled), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(NpgsqlConnection look, string sql, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand(sql, look) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancelled);
    }

    private static string WritesFirst(bool yes) => yes
        ? """{ "autonomy": { "enabled": true, "windows": { "workdays": ["00:00-24:00"], "weekends": ["00:00-24:00"] }, "startDialogProbability": 1, "followUpProbability": 0.5 } }"""
        : """{ "autonomy": { "enabled": false } }""";
}
