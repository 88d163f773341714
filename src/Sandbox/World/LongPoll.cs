namespace MultiBot.Sandbox.World;

/// <summary>One waiting getUpdates.</summary>
internal sealed class LongPoll(long id)
{
    private readonly TaskCompletionSource<PollEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of the poll in the journal.</summary>
    public long Id => id;

    /// <summary>False when it had ended already.</summary>
    public bool End(PollEnd why) => end.TrySetResult(why);

    /// <summary>Waits for updates, another poller, the time-out or the client's going away. Throws nothing.</summary>
    public async Task<PollEnd> Wait(TimeSpan timeout, TimeProvider time, CancellationToken clientGone)
    {
        await using var gone = clientGone.UnsafeRegister(static poll => ((LongPoll)poll!).End(PollEnd.ClientGone), this);
        await using var timer = time.CreateTimer(static poll => ((LongPoll)poll!).End(PollEnd.Timeout), this, timeout, Timeout.InfiniteTimeSpan);
        return await end.Task;
    }
}

internal enum PollEnd
{
    Updates,
    Timeout,
    Conflict,
    Webhook,
    ClientGone,
    Reset,
}
