using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Events;

/// <summary>
/// The event log, readable in order from a position. Facts are written by their own transactions, not through here. Every call may be
/// repeated; all may throw <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public interface IEventLog
{
    /// <summary>
    /// Events in order of <c>seq</c>. What appears between two calls may be numbered lower than what the first one read; only up to
    /// <see cref="EventHorizon"/> is a range complete and final.
    /// </summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellation);

    /// <summary>A look for <see cref="EventHorizon"/>. What it makes safe is complete for a read that begins after the look has ended.</summary>
    Task<EventLook> LookAsync(CancellationToken cancellation);

    /// <summary>
    /// A look and the first events behind a position, in one round trip: complete up to what the look makes safe. There may be some beyond,
    /// among which others are yet to appear.
    /// </summary>
    Task<EventGlance> GlanceAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Who a writer of a look is, for people to find it; null when it has ended.</summary>
    Task<string?> DescribeWriterAsync(string writer, CancellationToken cancellation);

    /// <summary>
    /// Completes when events may have been written since it completed last, by this silo or another. May miss one and may complete in
    /// vain: look again after a while in any case. For one caller at a time; never throws but for the cancellation.
    /// </summary>
    Task WaitAsync(CancellationToken cancellation);
}

/// <summary>Which events to read.</summary>
public sealed record EventQuery
{
    /// <summary>Events behind this <c>seq</c>.</summary>
    public long After { get; init; }

    /// <summary>Up to and with this one.</summary>
    public long UpTo { get; init; } = long.MaxValue;

    /// <summary>Of this bot only.</summary>
    public BotId? Bot { get; init; }

    /// <summary>Of these bots only; null: all.</summary>
    public IReadOnlyList<BotId>? Among { get; init; }

    /// <summary>Of these <see cref="EventTypes"/> only; null: all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Of bots in this one of <see cref="EventPartitions"/> only.</summary>
    public int? Partition { get; init; }

    public int Limit { get; init; } = 500;

    /// <summary>Many readers ask about the same event: what its partition is, is found out once.</summary>
    public bool Matches(TailedEvent one)
    {
        var fact = one.Logged.Event;
        return (Bot is not { } bot || fact.Bot == bot)
            && (Among?.Contains(fact.Bot) ?? true)
            && (Types?.Contains(fact.Type) ?? true)
            && (Partition is not { } partition || one.Partition == partition);
    }
}

/// <summary>A look, and a page that was read after it had ended.</summary>
public sealed record EventGlance(EventLook Look, IReadOnlyList<LoggedEvent> Page);

/// <summary>An event with its number in the log.</summary>
[GenerateSerializer, Immutable, Alias("multibot.logged-event")]
public sealed record LoggedEvent
{
    public LoggedEvent(long seq, DomainEvent @event) => (Seq, Event) = (seq, @event);

    [Id(0)] public long Seq { get; init; }
    [Id(1)] public DomainEvent Event { get; init; }
}
