namespace MultiBot.Storage.Postgres.Commits;

/// <summary>
/// When the next call may begin: at once, with little to write. With much, by the rate since the call before, calls begin at a distance,
/// as PostgreSQL's own commit_delay does: each carries more, so what a call costs beside its slices is paid less often.
/// </summary>
internal sealed class CommitPace(TimeProvider time)
{
    /// <summary>From the beginning of a call to the next one's, when there is much to write.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(5);

    /// <summary>Slices a second from which on it is much.</summary>
    public const int Much = 5000;

    private long? _began;
    private bool _much;

    /// <summary>What is left to wait; nothing for a silo with little to write.</summary>
    public TimeSpan Rest
    {
        get
        {
            if (!_much || _began is not { } began) return TimeSpan.Zero;
            var left = Apart - time.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A call with so many slices begins now; they came since the one before began.</summary>
    public void Begin(int slices)
    {
        var now = time.GetTimestamp();
        _much = _began is { } began && slices >= Much * time.GetElapsedTime(began, now).TotalSeconds;
        _began = now;
    }
}
