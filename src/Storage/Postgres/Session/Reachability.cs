namespace MultiBot.Storage.Postgres.Session;

/// <summary>Says once that the server is away, and once that it is back, however many calls meet it.</summary>
internal sealed partial class Reachability(string place, ILogger logger)
{
    private int _away;

    public void Lost(Exception exception)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0) LogLost(place, exception.Message);
    }

    public void Found()
    {
        if (Volatile.Read(ref _away) == 1 && Interlocked.Exchange(ref _away, 0) == 1) LogFound(place);
    }

    [LoggerMessage(EventName = "StorageLost", Level = LogLevel.Error, Message = "storage.unreachable: the database at {Place} does not answer ({Why}); nothing is acknowledged until it does")]
    private partial void LogLost(string place, string why);

    [LoggerMessage(EventName = "StorageFound", Level = LogLevel.Warning, Message = "The database at {Place} answers again")]
    private partial void LogFound(string place);
}
