using Microsoft.Data.Sqlite;
using MultiBot.Domain.Storage;
using SQLitePCL;

namespace MultiBot.Storage.Sqlite.Session;

/// <summary>Tells a database that is away or out of room from a statement that is wrong.</summary>
internal static class SqliteFailures
{
    public static bool IsUnavailable(SqliteException exception) => exception.SqliteErrorCode is
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
        or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERRUPT;

    public static bool IsCorrupt(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>What a caller gets to see.</summary>
    public static Exception Translate(Exception exception) =>
        exception is SqliteException sqlite && IsUnavailable(sqlite) ? Unavailable(sqlite) : exception;

    public static StoreUnavailableException Unavailable(Exception inner) =>
        new("The database could not take the write; it may be tried again.", inner);
}
