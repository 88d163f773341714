using System.Threading.Channels;
using MultiBot.Domain.Storage;
using MultiBot.Storage.Events;
using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Commits;

/// <summary>
/// The one writer of a database file. Whatever waits shares a transaction: a savepoint per job, one durable commit, then the
/// callers go on. No timer: while one group is being committed, the next one gathers by itself. A thread of its own, because
/// SQLite blocks while the disk does.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    private readonly Channel<WriteJob> waiting = Channel.CreateUnbounded<WriteJob>(new() { SingleReader = true });
    private readonly SqliteSession session;
    private readonly int maxGroup;
    private readonly Action<int> committed;
    private readonly WriterSeam? seam;
    private readonly Thread thread;
    private readonly List<WriteJob> group = [];

    public GroupCommitWriter(SqliteSession session, int maxGroup, Action<int> committed, WriterSeam? seam)
    {
        (this.session, this.maxGroup, this.committed, this.seam) = (session, maxGroup, committed, seam);
        thread = new Thread(Work) { IsBackground = true, Name = "multibot-store" };
        thread.Start();
    }

    /// <summary>Raised after commits with events.</summary>
    public EventSignal EventsWritten { get; } = new();

    /// <summary>
    /// Queues work in the order of the calls. Cancelling before it has begun leaves nothing behind; cancelling later only ends the
    /// wait, and the work may have been committed.
    /// </summary>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation)
    {
        var job = new WriteJob<T>(work, cancellation);
        if (!waiting.Writer.TryWrite(job))
            return Task.FromException<T>(new StoreUnavailableException("The store is closed."));
        return cancellation.CanBeCanceled ? job.Task.WaitAsync(cancellation) : job.Task;
    }

    /// <summary>Finishes what was queued. The session stays open: whoever made it closes it.</summary>
    public void Dispose()
    {
        waiting.Writer.TryComplete();
        thread.Join();
    }

    private void Work()
    {
        var reader = waiting.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < maxGroup && reader.TryRead(out var job))
            {
                if (job.Abandoned) job.Abandon();
                else group.Add(job);
            }

            if (group.Count > 0) CommitGroup();
        }
    }

    /// <summary>Whatever goes wrong with the transaction as a whole is told to all: none of them knows its result.</summary>
    private void CommitGroup()
    {
        try
        {
            session.Rollback();
            session.BeginImmediate();
            foreach (var job in group) RunInSavepoint(job);
            seam?.BeforeCommit?.Invoke();
            session.Commit();
            seam?.AfterCommit?.Invoke();
        }
        catch (Exception exception)
        {
            RollBack();
            var unavailable = exception as StoreUnavailableException ?? SqliteFailures.Unavailable(exception);
            foreach (var job in group) job.Fail(unavailable);
            return;
        }

        if (session.HasErased) WipeLog();
        committed(group.Count);
        seam?.Committed?.Invoke(group.Count);
        if (session.HasWrittenEvents) EventsWritten.Raise();
        session.HasWrittenEvents = false;
        foreach (var job in group) job.Complete();
    }

    /// <summary>What was erased still stands in the log. Whoever erased it is told afterwards; where a reader is in the way the next group tries again.</summary>
    private void WipeLog()
    {
        try
        {
            session.HasErased = !session.TruncateLog();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The commit holds all the same, and the flag stays: the next group meets the same trouble and tells it to its callers.
            return;
        }
    }

    private void RunInSavepoint(WriteJob job)
    {
        session.MarkSlice();
        try
        {
            job.Run(session);
        }
        catch (Exception exception) when (session.InTransaction)
        {
            session.UndoSlice();
            job.Fail(SqliteFailures.Translate(exception));
            return;
        }

        session.KeepSlice();
    }

    private void RollBack()
    {
        try
        {
            session.Rollback();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The next group rolls back first, meets the same trouble and tells it to its callers.
            return;
        }
    }
}
