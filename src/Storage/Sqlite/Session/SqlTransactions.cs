namespace MultiBot.Storage.Sqlite.Session;

internal static class SqlTransactions
{
    private const string BeginWrite = "BEGIN IMMEDIATE";
    private const string BeginRead = "BEGIN DEFERRED";
    private const string CommitWork = "COMMIT";
    private const string RollbackWork = "ROLLBACK";
    private const string Mark = "SAVEPOINT slice";
    private const string Keep = "RELEASE slice";
    private const string Undo = "ROLLBACK TO slice";
    private const string Truncate = "PRAGMA wal_checkpoint(TRUNCATE)";

    public static void BeginImmediate(this SqliteSession session) => session.Execute(BeginWrite);

    /// <summary>One consistent view from the first read on.</summary>
    public static void BeginDeferred(this SqliteSession session) => session.Execute(BeginRead);

    public static void Commit(this SqliteSession session) => session.Execute(CommitWork);

    /// <summary>No effect when SQLite has rolled back by itself.</summary>
    public static void Rollback(this SqliteSession session)
    {
        if (session.InTransaction) session.Execute(RollbackWork);
    }

    /// <summary>Moves the log into the file and empties it. False: a reader is in the way.</summary>
    public static bool TruncateLog(this SqliteSession session)
    {
        using var rows = session.Query(Truncate);
        return rows.Read() && !rows.Flag(0);
    }

    public static void MarkSlice(this SqliteSession session) => session.Execute(Mark);
    public static void KeepSlice(this SqliteSession session) => session.Execute(Keep);

    public static void UndoSlice(this SqliteSession session)
    {
        session.Execute(Undo);
        session.Execute(Keep);
    }
}
