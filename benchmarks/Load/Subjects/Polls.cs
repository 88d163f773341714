namespace MultiBot.Load.Subjects;

/// <summary>Waits for bots to poll, or to have stopped.</summary>
internal sealed class Polls(Func<long, bool> isPolled, TimeProvider time)
{
    /// <summary>Far more than a start takes, even on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Completes when each bot's poll has been seen waiting.</summary>
    /// <param name="bots">Numbers of the bots.</param>
    /// <param name="check">Throws when waiting has become pointless.</param>
    /// <param name="cancelled">Gives it up.</param>
    /// <exception cref="TimeoutException">Some bots never poll.</exception>
    public Task AllAsync(IEnumerable<long> bots, Action check, CancellationToken cancelled) => UntilAsync(bots, true, check, cancelled);

    /// <summary>Completes when each bot was seen without a poll: its program is gone.</summary>
    public Task NoneAsync(IEnumerable<long> bots, CancellationToken cancelled) => UntilAsync(bots, false, () => { }, cancelled);

    private async Task UntilAsync(IEnumerable<long> bots, bool polled, Action check, CancellationToken cancelled)
    {
        var missing = bots.ToList();
        for (var began = time.GetTimestamp(); missing.RemoveAll(bot => isPolled(bot) == polled) >= 0 && missing.Count > 0;)
        {
            check();
            if (time.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{missing.Count} bots {(polled ? "do not poll" : "go on polling")}.");
            await Task.Delay(LookEvery, time, cancelled);
        }
    }
}
