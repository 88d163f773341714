using Microsoft.Data.Sqlite;

namespace MultiBot.Storage.Sqlite.Session;

internal static class SqliteConnections
{
    /// <summary>A checkpoint or the recovery of a WAL may hold a reader up for a moment: seconds to wait before giving up.</summary>
    private const int BusySeconds = 5;

    /// <summary>The library's own pool is off: connections are kept by <see cref="SessionPool"/>, with their statements.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            Run(connection, $"PRAGMA busy_timeout = {BusySeconds * 1000}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Every commit is on the disk before anyone is told (synchronous=FULL), readers are not held up (WAL).</summary>
    public static void PrepareForWriting(SqliteConnection connection)
    {
        Run(connection, "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "PRAGMA temp_store = MEMORY");
        // What is deleted or replaced is overwritten: an erased person must not be found in the file's free space.
        Run(connection, "PRAGMA secure_delete = ON");
        Run(connection, "PRAGMA cache_size = -65536");
    }

    public static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
