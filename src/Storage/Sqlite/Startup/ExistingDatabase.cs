using Microsoft.Data.Sqlite;
using MultiBot.Storage.Sqlite.Session;
using MultiBot.Storage.Startup;

namespace MultiBot.Storage.Sqlite.Startup;

/// <summary>Looks at a database file before anything is written to it, through a read-only connection.</summary>
internal static class ExistingDatabase
{
    /// <summary>The fingerprint of the master key it was sealed with. Null: a new file, or one that was never finished.</summary>
    public static byte[]? Check(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return null;
        try
        {
            using var connection = SqliteConnections.Open(path, SqliteOpenMode.ReadOnly);
            CheckPages(connection, path);
            SchemaMigrations.RefuseNewer(connection, path);
            return HasTable(connection, "master_key") ? (byte[]?)SqliteConnections.Run(connection, "SELECT fingerprint FROM master_key") : null;
        }
        catch (SqliteException exception) when (SqliteFailures.IsCorrupt(exception))
        {
            throw Corrupt(path, exception);
        }
        catch (SqliteException exception) when (SqliteFailures.IsUnavailable(exception))
        {
            throw new StorageStartupException(
                StorageCodes.FolderUnwritable, $"The database file {path} can't be opened. Make it readable and writable for this user.", exception);
        }
    }

    public static bool HasTable(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $name";
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() is not null;
    }

    private static void CheckPages(SqliteConnection connection, string path)
    {
        if (SqliteConnections.Run(connection, "PRAGMA quick_check(1)") is not "ok") throw Corrupt(path, null);
    }

    private static StorageStartupException Corrupt(string path, Exception? inner) => new(
        StorageCodes.Corrupt,
        $"The database file {path} is damaged. Nothing was changed. Keep a copy and restore a backup, or repair it with «sqlite3 … .recover».",
        inner);
}
