using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using MultiBot.Domain.Storage;

namespace MultiBot.Storage.Sqlite.Session;

/// <summary>Read-only connections with their prepared statements. Each read sees one consistent view and hinders nobody.</summary>
internal sealed class SessionPool(string path, int idle) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> free = [];
    private volatile bool closed;

    /// <summary>Reads off the caller's scheduler: a cold disk must not hold up a silo's threads.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellation) =>
        Task.Run(() => Read(read), cancellation);

    public T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var session = free.TryTake(out var pooled) ? pooled : Open();
        try
        {
            session.BeginDeferred();
            var result = read(session);
            session.Commit();
            GiveBack(session);
            return result;
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (SqliteFailures.Translate(exception) is StoreUnavailableException unavailable) throw unavailable;
            throw;
        }
    }

    public void Dispose()
    {
        closed = true;
        while (free.TryTake(out var session)) session.Dispose();
    }

    private void GiveBack(SqliteSession session)
    {
        if (closed || free.Count >= idle) session.Dispose();
        else free.Add(session);
    }

    private SqliteSession Open() => new(SqliteConnections.Open(path, SqliteOpenMode.ReadOnly));
}
