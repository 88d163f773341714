using System.Globalization;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Events;
using Orleans.Concurrency;

namespace MultiBot.Client.Tests.Cluster;

/// <summary>The contract of events put aside over a dictionary. One whose reason is <see cref="Stubborn"/> fails however often it is tried.</summary>
[StatelessWorker, Reentrant]
public sealed class FakeDeadEventsGrain(FakeCluster cluster) : Grain, IDeadEventsGrain
{
    public const string Stubborn = "events.handler_failed: JsonException";

    public Task<Answer<Page<DeadEvent>>> List(DeadEventQuery query)
    {
        var after = query.After is null ? 0 : long.Parse(query.After, CultureInfo.InvariantCulture);
        DeadEvent[] found =
        [
            .. cluster.Dead.Values.Where(dead => dead.Id > after && (query.Subscriber is null || dead.Subscriber == query.Subscriber))
                .OrderBy(dead => dead.Id).Take(query.Limit),
        ];
        return Task.FromResult<Answer<Page<DeadEvent>>>(new Page<DeadEvent>
        {
            Items = found, Next = found.Length == query.Limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    public Task<Answer<DeadEvent>> Settle(DeadEventCommand command)
    {
        if (!cluster.Dead.TryGetValue(command.Id, out var dead))
            return Task.FromResult<Answer<DeadEvent>>(Problem.NotFound("events.dead_unknown", $"No event {command.Id} is put aside (any more)."));
        if (command.Retry && dead.Reason == Stubborn)
            return Task.FromResult<Answer<DeadEvent>>(Problem.Conflict("events.refused_again", $"It could not be handled again ({dead.Reason}) and stays where it is."));
        cluster.Dead.TryRemove(command.Id, out _);
        return Task.FromResult<Answer<DeadEvent>>(dead);
    }
}
