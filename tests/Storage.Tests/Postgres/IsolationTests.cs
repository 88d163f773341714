using MultiBot.Domain.Bots;
using MultiBot.Storage.Postgres.Session;
using MultiBot.Storage.Postgres.Startup;
using Npgsql;

namespace MultiBot.Storage.Tests.Postgres;

/// <summary>
/// Row-level security by itself, as the silo's login: whatever the application forgets, a bot's transaction sees and changes that
/// bot's rows only. And the doors through it are few and known.
/// </summary>
public sealed class IsolationTests(FiftyBots bots) : IClassFixture<FiftyBots>
{
    private static readonly string[] Guarded =
        ["bot_leases", "bots", "chats", "contact_names", "conversations", "data_keys", "dead_events", "decisions", "drafts", "events", "initiatives", "metrics_data", "notices", "parked_messages", "telegram_sessions", "token_days", "user_profiles"];

    private static readonly string[] Doors =
        ["add_dead_event", "advance_subscription", "bots_held", "bots_with_retention", "claim_bots", "claim_share", "commit_slices", "event_horizon", "event_writer", "finish_erasure", "forget_decisions", "forget_drafts", "forget_events", "forget_figures", "hand_over_bots", "holders", "list_bots", "living_silos", "person_keys", "read_bots", "read_cursors", "read_dead_events", "read_events", "read_notices", "repeat_erasure", "retire_silo", "settle_dead_event", "take_tokens", "template_users", "unfinished_chats", "unplanned_chats", "unplanned_chats_of"];

    /// <summary>Attaching and dropping tables takes their owner; these touch no rows.</summary>
    private static readonly string[] OwnersDoors = ["forget_event_days", "make_event_days"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_WithoutTheirFilters_ShowEachBotItsOwnRowsOnly()
    {
        var store = await bots.StoreAsync();
        var sessions = store.Get<PostgresDatabase>().Open.Sessions;
        Assert.True(Unfiltered.All.Count >= 15, $"{Unfiltered.All.Count} statements");

        var checks =
            from statement in Unfiltered.All
            from bot in FiftyBots.Ids
            select CheckAsync(store, sessions, statement, bot);
        var seen = await Task.WhenAll(checks);

        Assert.Equal(Unfiltered.All.Count * FiftyBots.Ids.Count, seen.Length);
        // A statement that finds nothing proves nothing.
        Assert.All(seen, check => Assert.True(check.Rows > 0, check.Name));
    }

    /// <summary>The other side of the test above: it is the policies, and nothing else, that hold the other bots' rows back.</summary>
    [Fact]
    public async Task Statements_WithoutTheirFilters_AndWithoutPolicies_ShowEverybody()
    {
        var store = await bots.StoreAsync();
        var bot = FiftyBots.Ids[0];
        var message = await ParkedOfAsync(store, bot);
        await using var source = AdminSource(store);
        await using var connection = await source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(connection, string.Concat(Guarded.Select(table => $"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")));
        await ExecuteAsync(connection, $"SET LOCAL ROLE {SiloLoginOf(store)}; SELECT set_config('app.bot_id', '{bot}', true)");

        foreach (var statement in Unfiltered.All)
        {
            var own = await RowsAsync(connection, statement.Of(bot, message, stripped: false));
            var all = await RowsAsync(connection, statement.Of(bot, message, stripped: true));
            Assert.True(all.Count == own.Count * FiftyBots.Ids.Count, $"{statement.Name}: {own.Count} of {all.Count}; its filter was not taken away.");
        }

        await transaction.RollbackAsync(Cancellation);
    }

    /// <summary>A row may come of its own, with nothing in it but nulls, «no» and empty lists.</summary>
    private static bool IsEmpty(string row) => row.All("(),{}f".Contains);

    [Fact]
    public async Task Statements_OutsideOfABot_ShowNothing()
    {
        var store = await bots.StoreAsync();
        var sessions = store.Get<PostgresDatabase>().Open.Sessions;
        var message = await ParkedOfAsync(store, FiftyBots.Ids[0]);

        foreach (var statement in Unfiltered.All)
        {
            var rows = await sessions.OfAllAsync(
                rows => rows.ListAsync(row => row.GetString(0)), Cancellation, statement.Of(FiftyBots.Ids[0], message, stripped: true));
            Assert.True(rows.TrueForAll(IsEmpty), statement.Name);
        }
    }

    [Fact]
    public async Task Tables_WithABot_AreUnderForcedSecurityAndShowEachBotItsOwn()
    {
        var store = await bots.StoreAsync();
        const string withBot =
            """
            SELECT c.relname || CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN '' ELSE ' is open' END
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bot_id'
            WHERE c.relnamespace = 'multibot'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
            """;
        // Read by administrators only, and not about one bot: its column names whom an action concerned.
        Assert.Equal([.. Guarded.Append("audit_log is open").Order(StringComparer.Ordinal)], (await ColumnAsync(store, withBot)).Order(StringComparer.Ordinal));
        var parts = await ColumnAsync(store, withBot.Replace("NOT c.relispartition", "c.relispartition", StringComparison.Ordinal));
        Assert.True(parts.Count > 3, "The event log has no days.");
        Assert.DoesNotContain(parts, part => part.EndsWith(" is open", StringComparison.Ordinal));

        var sessions = store.Get<PostgresDatabase>().Open.Sessions;
        await Task.WhenAll(from table in Guarded from bot in FiftyBots.Ids select OwnAsync(table, bot));

        async Task OwnAsync(string table, BotId bot)
        {
            var owners = await sessions.OfBotAsync(
                bot, rows => rows.ListAsync(row => row.GetString(0)), Cancellation, new SqlStatement($"SELECT bot_id FROM multibot.{table}"));
            Assert.Equal([bot.Value], owners.Distinct());
        }
    }

    [Fact]
    public async Task Writes_WithoutAFilter_ReachTheOwnRowsOnly()
    {
        var store = await bots.StoreAsync();
        var bot = FiftyBots.Ids[7];
        foreach (var table in Guarded)
        {
            var own = (await ColumnAsync(store, $"SELECT bot_id FROM multibot.{table} WHERE bot_id = '{bot}'")).Count;
            Assert.True(own > 0, table);
            Assert.Equal(own, await RolledBackAsync(store, bot, $"UPDATE {table} SET bot_id = bot_id"));
            Assert.Equal(own, await RolledBackAsync(store, bot, $"DELETE FROM {table}"));
            Assert.Equal(0, await RolledBackAsync(store, null, $"UPDATE {table} SET bot_id = bot_id"));
            Assert.Equal(0, await RolledBackAsync(store, null, $"DELETE FROM {table}"));
        }
    }

    [Fact]
    public async Task Writes_ForAnotherBot_AreRefused()
    {
        var store = await bots.StoreAsync();
        foreach (var table in Guarded)
        {
            var insert = $$"""INSERT INTO {{table}} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(t, '{"bot_id": "bot-x"}')).* FROM {{table}} t LIMIT 1""";
            await RefusedAsync(store, FiftyBots.Ids[0], insert);
            await RefusedAsync(store, FiftyBots.Ids[0], $"UPDATE {table} SET bot_id = 'bot-x'");
        }
    }

    [Fact]
    public async Task Doors_AreThoseOnThisListAndBelongToTheRoleThatCanNotLogIn()
    {
        var store = await bots.StoreAsync();
        const string doors =
            """
            SELECT p.proname || CASE WHEN r.rolname = 'multibot_door' AND NOT r.rolcanlogin AND NOT r.rolsuper AND NOT r.rolbypassrls THEN '' ELSE ' of ' || r.rolname END
                || CASE WHEN p.proconfig @> ARRAY['search_path=multibot, pg_temp'] THEN '' ELSE ' looks elsewhere' END
            FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'multibot'::regnamespace AND p.prosecdef ORDER BY p.proname
            """;
        const string owner = "SELECT relowner::regrole::text FROM pg_class WHERE oid = 'multibot.events'::regclass";
        var owners = await ColumnAsync(store, owner);

        Assert.Equal([.. Doors.Concat(OwnersDoors.Select(door => $"{door} of {owners[0]}")).Order(StringComparer.Ordinal)], await ColumnAsync(store, doors));
    }

    [Fact]
    public async Task Functions_AreClosedToThePublic()
    {
        var store = await bots.StoreAsync();
        const string open =
            """
            SELECT p.proname::text FROM pg_proc p CROSS JOIN LATERAL aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) a
            WHERE p.pronamespace = 'multibot'::regnamespace AND a.grantee = 0
            UNION ALL
            SELECT 'schema' FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a WHERE n.nspname = 'multibot' AND a.grantee = 0
            """;

        Assert.Empty(await ColumnAsync(store, open));
    }

    [Fact]
    public async Task SiloLogin_MayCallTheDoorsAndTheClockOnly()
    {
        var store = await bots.StoreAsync();
        var login = SiloLoginOf(store);
        var callable = await ColumnAsync(
            store,
            $"SELECT p.proname::text FROM pg_proc p WHERE p.pronamespace = 'multibot'::regnamespace AND has_function_privilege('{login}', p.oid, 'EXECUTE') ORDER BY 1");

        Assert.Equal([.. Doors.Concat(OwnersDoors).Append("clock").Order(StringComparer.Ordinal)], callable);
        await RefusedAsync(store, FiftyBots.Ids[0], "SELECT slice_step('bot-2', 1, now(), '{}')");
        await RefusedAsync(store, FiftyBots.Ids[0], "SELECT status_step('bot-2', now(), '{}')");
    }

    [Fact]
    public async Task SiloLogin_OwnsNothingAndCanNotBecomeTheDoor()
    {
        var store = await bots.StoreAsync();
        var login = SiloLoginOf(store);
        string[] owned =
        [
            "SELECT relname::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner",
            "SELECT proname::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner",
            "SELECT nspname::text FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner",
            "SELECT datname::text FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba",
        ];
        foreach (var sql in owned) Assert.Empty(await ColumnAsync(store, $"{sql} WHERE r.rolname = '{login}'"));

        await RefusedAsync(store, null, "SET ROLE multibot_door");
        await RefusedAsync(store, null, "CREATE TABLE multibot.mine (bot_id text)");
        await RefusedAsync(store, null, "TRUNCATE multibot.chats");
        await RefusedAsync(store, null, "ALTER TABLE multibot.chats DISABLE ROW LEVEL SECURITY");
        await RefusedAsync(store, null, "DROP POLICY one_bot ON multibot.chats");
        // What «row_security = off» asks for is an error, not a way around.
        await RefusedAsync(store, null, "SET row_security = off; SELECT * FROM multibot.chats");
    }

    private static async Task<(string Name, int Rows)> CheckAsync(PostgresFixture store, PostgresSessions sessions, Unfiltered statement, BotId bot)
    {
        var message = await ParkedOfAsync(store, bot);
        var own = await RowsAsync(sessions, bot, statement.Of(bot, message, stripped: false));
        var unfiltered = await RowsAsync(sessions, bot, statement.Of(bot, message, stripped: true));
        Assert.True(own.Order().SequenceEqual(unfiltered.Order()), $"{statement.Name} under {bot}: {unfiltered.Count} rows instead of {own.Count}");
        return (statement.Name, own.Count);
    }

    private static Task<List<string>> RowsAsync(PostgresSessions sessions, BotId bot, SqlStatement statement) =>
        sessions.OfBotAsync(bot, rows => rows.ListAsync(row => row.GetString(0)), Cancellation, statement);

    private static async Task<long> ParkedOfAsync(PostgresFixture store, BotId bot) =>
        (await store.Queries.ListParkedAsync(bot, null, 1, Cancellation)).Items.Single().Message.Id;

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, SqlStatement statement)
    {
        await using var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var value in statement.Values) command.Parameters.Add(value.ToParameter());
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        return await rows.ListAsync(row => row.GetString(0));
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static string SiloLoginOf(PostgresFixture store) => new NpgsqlConnectionStringBuilder(store.Database.ConnectionString).Username!;

    private static NpgsqlDataSource AdminSource(PostgresFixture store) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(store.Admin) { SearchPath = PostgresLogins.Schema }.ConnectionString);

    /// <summary>Texts of one column, as the superuser.</summary>
    private static async Task<List<string>> ColumnAsync(PostgresFixture store, string sql)
    {
        await using var source = AdminSource(store);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        return await rows.ListAsync(row => row.GetString(0));
    }

    /// <summary>How many rows a statement of the silo's login changes.</summary>
    private static async Task<int> RolledBackAsync(PostgresFixture store, BotId? bot, string sql)
    {
        await using var connection = await store.Get<PostgresDatabase>().Open.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(connection, $"SELECT set_config('app.bot_id', '{bot}', true)");
        var rows = await ExecuteAsync(connection, sql);
        await transaction.RollbackAsync(Cancellation);
        return rows;
    }

    private static async Task RefusedAsync(PostgresFixture store, BotId? bot, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => RolledBackAsync(store, bot, sql));
        Assert.True(refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refusal.Message}");
    }
}
