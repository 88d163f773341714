using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MultiBot.Storage.Sqlite.Session;

/// <summary>
/// One connection with its prepared statements, for one thread at a time. Statements are found by reference, so their texts are
/// constants; parameters are positional (<c>?1</c>). Through ADO.NET each parameter would be looked up by name at every use,
/// which doubles the cost of a slice.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> statements = new(ReferenceEqualityComparer.Instance);
    private readonly SqliteConnection connection;
    private readonly sqlite3 database;

    public SqliteSession(SqliteConnection connection)
    {
        this.connection = connection;
        database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
    }

    public SqliteConnection Connection => connection;

    /// <summary>False once SQLite itself has rolled the transaction back (disk full, I/O error).</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(database) == 0;

    /// <summary>Set by whoever writes events, taken back by whoever tells of them.</summary>
    public bool HasWrittenEvents { get; set; }

    /// <summary>Set by whoever erases a person, taken back once their bytes are out of the log as well.</summary>
    public bool HasErased { get; set; }

    public long LastInsertId => raw.sqlite3_last_insert_rowid(database);

    /// <summary>Runs a statement that returns no rows. Answers how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(sql, values);
        rows.Read();
        return raw.sqlite3_changes(database);
    }

    /// <summary>Starts a statement. The same text may not run twice at once on a session.</summary>
    public SqlRows Query(string sql, params ReadOnlySpan<SqlValue> values)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
            statements.Add(sql, statement);
        }

        for (var i = 0; i < values.Length; i++)
            Check(Bind(statement, i + 1, values[i]));
        return new SqlRows(this, statement);
    }

    public bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        connection.Dispose();
    }

    private static int Bind(sqlite3_stmt statement, int index, in SqlValue value) => value.Type switch
    {
        SqlType.Integer => raw.sqlite3_bind_int64(statement, index, value.Number),
        SqlType.Text => raw.sqlite3_bind_text(statement, index, (string)value.Reference!),
        SqlType.Blob => raw.sqlite3_bind_blob(statement, index, (byte[])value.Reference!),
        _ => raw.sqlite3_bind_null(statement, index),
    };

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
