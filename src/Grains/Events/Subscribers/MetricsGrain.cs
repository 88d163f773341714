using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Grains.Abstractions.Events;

namespace MultiBot.Grains.Events.Subscribers;

/// <summary>Adds up what each bot does, by the hour (<c>metrics_data</c>). Each event counts once, whatever dies.</summary>
[ImplicitStreamSubscription(EventStreams.Name)]
[GrainType(Name)]
public sealed class MetricsGrain(SubscriberSilo silo) : EventSubscriberGrain(silo)
{
    public const string Name = "events-metrics";

    protected override Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        if (EventFigures.Of(logged.Event) is { } figures) effects.Count(logged.Event.Bot, logged.Event.At, figures);
        return Task.CompletedTask;
    }
}
