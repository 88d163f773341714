using System.Reflection;
using DbUp;
using MultiBot.Storage.Postgres.Events;
using MultiBot.Storage.Startup;
using Npgsql;

namespace MultiBot.Storage.Postgres.Startup;

/// <summary>
/// Ordered scripts, each applied once; the table <c>schema_versions</c> remembers them. An advisory lock lets one silo at a time do
/// it. Afterwards, at each start, the doors are handed to the role that sees all bots, and the silo's login gets what it needs.
/// </summary>
internal static class PostgresMigrations
{
    public const string Door = "multibot_door";
    private const string Journal = "schema_versions";

    /// <summary>«MultiBot» as a number; the key space of advisory locks is the database's.</summary>
    private const long LockKey = 0x4D756C7469426F74;

    private static readonly Assembly Home = typeof(PostgresMigrations).Assembly;
    private static readonly string[] Known = [.. Home.GetManifestResourceNames().Where(IsScript).Order(StringComparer.Ordinal)];

    /// <param name="logins">The owner's is used.</param>
    /// <param name="siloLogin">Who is let in, as the server knows it.</param>
    /// <param name="beforeAnything">May refuse the database as it stands; nothing has been changed yet.</param>
    /// <param name="onceCurrent">With the lock still held: the moment to look at, or leave, what only one silo may.</param>
    /// <param name="cancellation">Ends the wait for another silo.</param>
    public static async Task ApplyAsync(
        PostgresLogins logins, string siloLogin, Func<NpgsqlConnection, Task> beforeAnything, Func<Task> onceCurrent, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(logins.Migrations.ConnectionString);
        await connection.OpenAsync(cancellation);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
        await RefuseNewerAsync(connection, logins, cancellation);
        await beforeAnything(connection);
        await ExecuteAsync(connection, CreateSchema, cancellation);
        Upgrade(logins);
        // Before anything is written: a day with events in the rest can't be made any more.
        await ExecuteAsync(connection, $"SELECT make_event_days({EventDays.Ahead})", cancellation);
        await ExecuteAsync(connection, GrantTo(siloLogin), cancellation);
        await onceCurrent();
    }

    private const string CreateSchema =
        $$"""
        DO $do$
        BEGIN
            -- Roles belong to the server, not to the database: another database's first start may be at the same.
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{{Door}}') THEN
                    CREATE ROLE {{Door}} NOLOGIN;
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
            -- Since PostgreSQL 16 who makes a role may administer it, but neither take it on nor use its rights before he grants himself that.
            BEGIN
                IF NOT pg_has_role(current_user, '{{Door}}', 'USAGE') OR NOT pg_has_role(
                    current_user, '{{Door}}', CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
                THEN
                    GRANT {{Door}} TO CURRENT_USER;
                END IF;
            EXCEPTION WHEN unique_violation THEN NULL;
            END;
            CREATE SCHEMA IF NOT EXISTS {{PostgresLogins.Schema}};
        END
        $do$
        """;

    /// <summary>
    /// The functions marked SECURITY DEFINER are the doors; they are all the silo's login may call, beside the clock. The view is the
    /// door's too: whoever reads it is held by the policies as its owner is, and whoever runs the migrations may be above them. Only the
    /// two that attach and drop the days of the event log stay with the owner of the tables; they touch no rows.
    /// </summary>
    private static string GrantTo(string silo) =>
        $$"""
        DO $do$
        DECLARE
            door regprocedure;
        BEGIN
            REVOKE ALL ON SCHEMA {{PostgresLogins.Schema}} FROM PUBLIC;
            REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {{PostgresLogins.Schema}} FROM PUBLIC;
            GRANT USAGE, CREATE ON SCHEMA {{PostgresLogins.Schema}} TO {{Door}};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {{PostgresLogins.Schema}} TO {{Door}};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA {{PostgresLogins.Schema}} TO {{Door}};
            FOR door IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = '{{PostgresLogins.Schema}}'::regnamespace LOOP
                IF (SELECT prosecdef FROM pg_proc WHERE oid = door) THEN
                    IF (SELECT proname NOT IN ('make_event_days', 'forget_event_days') FROM pg_proc WHERE oid = door) THEN
                        EXECUTE format('ALTER FUNCTION %s OWNER TO {{Door}}', door);
                    END IF;
                    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
                    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', door, {{Literal(silo)}});
                ELSE
                    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {{Door}}', door);
                END IF;
            END LOOP;
            ALTER VIEW bot_items OWNER TO {{Door}};
            REVOKE CREATE ON SCHEMA {{PostgresLogins.Schema}} FROM {{Door}};
            EXECUTE format('GRANT USAGE ON SCHEMA {{PostgresLogins.Schema}} TO %I', {{Literal(silo)}});
            EXECUTE format('GRANT EXECUTE ON FUNCTION clock() TO %I', {{Literal(silo)}});
            EXECUTE format('GRANT USAGE ON SEQUENCE event_seq TO %I', {{Literal(silo)}});
            IF {{Literal(silo)}} <> current_user THEN
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {{PostgresLogins.Schema}} TO %I', {{Literal(silo)}});
                -- What Orleans runs is read, never written, by who runs it.
                EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON orleansquery FROM %I', {{Literal(silo)}});
            END IF;
        END
        $do$
        """;

    /// <summary>A newer program has been here: its schema may mean what this one doesn't know.</summary>
    private static async Task RefuseNewerAsync(NpgsqlConnection connection, PostgresLogins logins, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand($"SELECT to_regclass('{Journal}') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellation) is false) return;
        await using var command = new NpgsqlCommand($"SELECT scriptname FROM {Journal}", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (Known.Contains(rows.GetString(0))) continue;
            throw new StorageStartupException(
                StorageCodes.NewerSchema, $"The database at {logins.Place} was written by a newer version (schema {rows.GetString(0)}). Start that version, or restore an older backup.");
        }
    }

    private static void Upgrade(PostgresLogins logins)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(logins.Migrations.ConnectionString, PostgresLogins.Schema)
            .JournalToPostgresqlTable(PostgresLogins.Schema, Journal)
            .WithScriptsEmbeddedInAssembly(Home, IsScript)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();
        var result = engine.PerformUpgrade();
        if (!result.Successful) throw result.Error;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsScript(string name) => name.StartsWith("postgres.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal);
}
