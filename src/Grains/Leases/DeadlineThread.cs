namespace MultiBot.Grains.Leases;

/// <summary>
/// A thread of its own that looks at the deadline, whatever else hangs: a starved thread pool or a store that never answers must not
/// keep sockets open.
/// </summary>
internal sealed class DeadlineThread : IDisposable
{
    /// <summary>How late the cut may be.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(50);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    public DeadlineThread(Action look)
    {
        _thread = new Thread(() => Watch(look)) { IsBackground = true, Name = "lease deadline", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch(Action look)
    {
        while (!_stop.Wait(Resolution))
            look();
    }
}
