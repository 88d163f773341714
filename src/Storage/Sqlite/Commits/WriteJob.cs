using MultiBot.Storage.Sqlite.Session;

namespace MultiBot.Storage.Sqlite.Commits;

/// <summary>Something that waits for the writer. Run inside a savepoint of its own; told the result only after the commit.</summary>
internal abstract class WriteJob(CancellationToken cancellation)
{
    /// <summary>Nobody waits any more and nothing was written yet.</summary>
    public bool Abandoned => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    public abstract void Run(SqliteSession session);
    public abstract void Complete();
    public abstract void Fail(Exception exception);
    public abstract void Abandon();
}

internal sealed class WriteJob<T>(Func<SqliteSession, T> work, CancellationToken cancellation) : WriteJob(cancellation)
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Task => completion.Task;

    public override void Run(SqliteSession session) => result = work(session);
    public override void Complete() => completion.TrySetResult(result);
    public override void Fail(Exception exception) => completion.TrySetException(exception);
    public override void Abandon() => completion.TrySetCanceled(Cancellation);
}
