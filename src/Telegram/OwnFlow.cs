namespace MultiBot.Telegram;

/// <summary>Work that a session does for itself, apart from the grain that started it.</summary>
internal static class OwnFlow
{
    /// <summary>
    /// Runs on the thread pool: neither on the caller's scheduler (a grain's turn) nor under its ambient state, such as the
    /// trace of the call that happened to start the session.
    /// </summary>
    public static Task Run(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }

    /// <summary>Nobody waits for this task; its failure, which is its owner's affair, is looked at so that it isn't reported as unobserved.</summary>
    public static void Forget(this Task task) => task.ContinueWith(
        static failed => failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>
    /// Waits for what a listener does, but not beyond the session's own end: a grain that disposes its session is not to wait
    /// for a call into itself.
    /// </summary>
    public static async Task<T> UntilAsync<T>(this Task<T> task, CancellationToken stop)
    {
        task.Forget();
        return await task.WaitAsync(stop);
    }

    /// <inheritdoc cref="UntilAsync{T}(Task{T}, CancellationToken)"/>
    public static async Task UntilAsync(this Task task, CancellationToken stop)
    {
        task.Forget();
        await task.WaitAsync(stop);
    }
}
