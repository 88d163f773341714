using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Events;

/// <summary>The event log, readable from a position. Facts of the message path are written by their own transactions, not through here.</summary>
public interface IEventLog
{
    /// <summary>Events behind <paramref name="afterSeq"/> in order of <c>seq</c>, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(long afterSeq, BotId? bot, string? type, int limit, CancellationToken cancellation);
}

public sealed record LoggedEvent(long Seq, DomainEvent Event);
