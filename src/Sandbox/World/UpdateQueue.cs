namespace MultiBot.Sandbox.World;

/// <summary>
/// What a bot has not confirmed yet. The rules are those of the Bot API server: an offset confirms everything below it;
/// a negative one forgets all but the last; one more than ten above the next id, or 100,000 below the oldest, is not
/// believed and confirms nothing; updates are kept for a day. Guarded by its bot's gate.
/// </summary>
internal sealed class UpdateQueue(int firstId)
{
    private const int FurthestAhead = 10;
    private const int FurthestBehind = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Queue<PendingUpdate> pending = new();

    public int NextId { get; private set; } = firstId;

    public int Count => pending.Count;

    /// <summary>Kinds the bot asked for last; all but the optional ones until it asks.</summary>
    public UpdateKinds Allowed { get; set; } = UpdateKinds.Default;

    public int DrawId() => NextId++;

    public void Add(PendingUpdate update) => pending.Enqueue(update);

    /// <summary>Later ids are counted from here, as Telegram does after a week of silence.</summary>
    public void RestartIdsAt(int id) => NextId = id;

    /// <summary>Forgets what the offset confirms; answers how many that were.</summary>
    public int Confirm(int offset, DateTimeOffset now)
    {
        Expire(now);
        var before = pending.Count;
        if (offset < 0)
            KeepLast(-(long)offset);
        else if (offset > 0 && IsBelievable(offset))
            DropBelow(offset);
        return before - pending.Count;
    }

    public int Clear()
    {
        var count = pending.Count;
        pending.Clear();
        return count;
    }

    /// <summary>The oldest updates, in order, at most <paramref name="limit"/>.</summary>
    public PendingUpdate[] Oldest(int limit) => pending.Count == 0 ? [] : [.. pending.Take(limit)];

    private bool IsBelievable(int offset) =>
        offset <= (long)NextId + FurthestAhead
        && offset >= (pending.TryPeek(out var head) ? head.Id : NextId) - (long)FurthestBehind;

    private void DropBelow(int offset)
    {
        while (pending.TryPeek(out var oldest) && oldest.Id < offset)
            pending.Dequeue();
    }

    private void KeepLast(long count)
    {
        while (pending.Count > count)
            pending.Dequeue();
    }

    private void Expire(DateTimeOffset now)
    {
        while (pending.TryPeek(out var oldest) && now - oldest.At >= Kept)
            pending.Dequeue();
    }
}

/// <summary>An update as it goes over the wire.</summary>
internal readonly record struct PendingUpdate(int Id, byte[] Json, DateTimeOffset At);

[Flags]
internal enum UpdateKinds
{
    None = 0,
    Message = 1,
    EditedMessage = 2,
    MyChatMember = 4,
    Default = Message | EditedMessage | MyChatMember,
}
