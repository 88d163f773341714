namespace MultiBot.Domain.Tests.Simulation;

/// <summary>Virtual time: what is due next runs next; what is due at one moment runs in the order it was planned.</summary>
internal sealed class Schedule
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long Ticks, long Order)> _planned = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = Beginning;
    public TimeSpan Elapsed => Now - Beginning;

    public void After(TimeSpan delay, Action happening) => At(Now + delay, happening);

    public void At(DateTimeOffset at, Action happening) =>
        _planned.Enqueue(happening, (Math.Max(at.UtcTicks, Now.UtcTicks), _order++));

    /// <summary>False when nothing is planned any more.</summary>
    public bool RunNext()
    {
        if (!_planned.TryDequeue(out var happening, out var due))
            return false;

        Now = new DateTimeOffset(due.Ticks, TimeSpan.Zero);
        happening();
        return true;
    }
}
