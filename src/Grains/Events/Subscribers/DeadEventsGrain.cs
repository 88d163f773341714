using System.Globalization;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Manager;
using Orleans.Concurrency;

namespace MultiBot.Grains.Events.Subscribers;

/// <summary>Lists the events that subscribers have put aside and sends them back to be handled again. Holds nothing.</summary>
[StatelessWorker, Reentrant]
internal sealed class DeadEventsGrain(IDeadEvents dead) : Grain, IDeadEventsGrain
{
    private const char Separator = ':';

    public Task<Answer<Page<DeadEvent>>> List(DeadEventQuery query) => QueriesGrain.Paged(async () =>
    {
        var after = query.After is null ? 0 : long.Parse(query.After, NumberStyles.None, CultureInfo.InvariantCulture);
        var found = await dead.ListAsync(after, query.Among, query.Subscriber, query.Limit, CancellationToken.None);
        return new Page<DeadEvent>
        {
            Items = [.. found],
            Next = found.Count == query.Limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
        };
    });

    public async Task<Answer<DeadEvent>> Settle(DeadEventCommand command)
    {
        var found = await dead.FindAsync(command.Id, CancellationToken.None);
        if (found is null || command.Among?.Contains(found.Event.Event.Bot) is false) return Unknown(command.Id);
        try
        {
            var isSettled = command.Retry
                ? await SubscriberOf(found).Redeliver(found)
                : await dead.SettleAsync(command.Id, new SubscriberEffects(), CancellationToken.None);
            return isSettled ? found : Unknown(command.Id);
        }
        catch (EventRefusedException refused)
        {
            return Problem.Conflict("events.refused_again", $"It could not be handled again ({refused.Message}) and stays where it is.");
        }
    }

    /// <summary>A subscriber is named by its grain type, in the event's partition; a webhook by type and key.</summary>
    private IEventSubscriberGrain SubscriberOf(DeadEvent one)
    {
        var (type, key) = one.Subscriber.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var at
            ? (one.Subscriber[..at], one.Subscriber[(at + 1)..])
            : (one.Subscriber, EventStreams.KeyOf(EventPartitions.Of(one.Event.Event.Bot)));
        return GrainFactory.GetGrain<IEventSubscriberGrain>(GrainId.Create(type, key));
    }

    private static Problem Unknown(long id) => Problem.NotFound("events.dead_unknown", $"No event {id} is put aside (any more).");
}
