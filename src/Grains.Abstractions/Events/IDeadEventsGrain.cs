using MultiBot.Domain.Bots;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;

namespace MultiBot.Grains.Abstractions.Events;

/// <summary>Events that a subscriber has put aside, for whoever looks after them; any silo answers.</summary>
[Alias("multibot.IDeadEventsGrain")]
public interface IDeadEventsGrain : IGrainWithStringKey
{
    [Alias("List")]
    Task<Answer<Page<DeadEvent>>> List(DeadEventQuery query);

    /// <summary>Has it handled again, or drops it. The answer is the event that is settled.</summary>
    [Alias("Settle")]
    Task<Answer<DeadEvent>> Settle(DeadEventCommand command);
}

[GenerateSerializer, Immutable, Alias("multibot.dead-event-query")]
public sealed record DeadEventQuery
{
    /// <summary>Of this subscriber only.</summary>
    [Id(0)] public string? Subscriber { get; init; }

    /// <summary>Of these bots only (a key's list). Null: all.</summary>
    [Id(1)] public BotId[]? Among { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    [Id(2)] public string? After { get; init; }
    [Id(3)] public int Limit { get; init; } = 50;
}

[GenerateSerializer, Immutable, Alias("multibot.dead-event-command")]
public sealed record DeadEventCommand
{
    [Id(0)] public required long Id { get; init; }
    [Id(1)] public required bool Retry { get; init; }

    /// <summary>Only of these bots (a key's list). Null: all.</summary>
    [Id(2)] public BotId[]? Among { get; init; }
}
