using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>Ordered scripts, each applied once and all of a start in one transaction; the table <c>schema_versions</c> remembers them.</summary>
internal static class SchemaMigrations
{
    private const string Journal = "schema_versions";

    private static readonly Assembly Home = typeof(SchemaMigrations).Assembly;

    private static readonly string[] Known = [.. Home.GetManifestResourceNames().Where(IsScript).Order(StringComparer.Ordinal)];

    /// <summary>A newer program has been here: its schema may mean what this one doesn't know.</summary>
    public static void RefuseNewer(SqliteConnection connection, string path)
    {
        if (!ExistingDatabase.HasTable(connection, Journal)) return;
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT ScriptName FROM {Journal}";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (Known.Contains(rows.GetString(0))) continue;
            throw new StorageStartupException(
                StorageCodes.NewerSchema, $"The database {path} was written by a newer version (schema {rows.GetString(0)}). Start that version, or restore an older backup.");
        }
    }

    public static void Apply(SqliteConnection connection)
    {
        using var shared = new SharedConnection(connection);
        var engine = DeployChanges.To
            .SqliteDatabase(shared)
            .JournalToSqliteTable(Journal)
            .WithScriptsEmbeddedInAssembly(Home, IsScript)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();
        DatabaseUpgradeResult result = engine.PerformUpgrade();
        if (!result.Successful) throw result.Error;
    }

    private static bool IsScript(string name) => name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith("postgres.", StringComparison.Ordinal);
}
