using MultiBot.Domain.Chats;
using SQLitePCL;

namespace MultiBot.Storage.Sqlite.Session;

/// <summary>The rows of one running statement. Disposing makes the statement free for its next use.</summary>
internal readonly ref struct SqlRows(SqliteSession session, sqlite3_stmt statement)
{
    public bool Read() => session.Step(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);
    public int Int32(int column) => raw.sqlite3_column_int(statement, column);
    public bool Flag(int column) => Int64(column) != 0;
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);
    public ChatId Chat(int column) => new(Int64(column));
    public DateTimeOffset Time(int column) => StoreTime.FromMicros(Int64(column));
    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    /// <summary>The bytes in place, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => raw.sqlite3_reset(statement);
}
