namespace MultiBot.Storage.Sqlite.Startup;

internal sealed partial class SqliteDatabase
{
    [LoggerMessage(1, LogLevel.Information, "Storage opened: {Path}", EventName = "StorageOpened")]
    private partial void LogOpened(string path);
}
