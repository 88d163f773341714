using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Events.Subscribers;

namespace MultiBot.Grains.Tests;

/// <summary>A subscriber that does as it is told.</summary>
[ImplicitStreamSubscription(EventStreams.Name)]
[GrainType(Name)]
public sealed class PickyGrain(SubscriberSilo silo, PickyOrders orders) : EventSubscriberGrain(silo)
{
    public const string Name = "test-picky";

    protected override async Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        if (orders.Of(logged.Event.Bot) is { } order) await order(logged, cancellation);
        orders.Handled(logged);
    }
}

/// <summary>What the subscriber is told to do with a bot's events, and those it handled.</summary>
public sealed class PickyOrders
{
    private readonly ConcurrentDictionary<BotId, Func<LoggedEvent, CancellationToken, Task>> _orders = new();
    private readonly ConcurrentQueue<LoggedEvent> _handled = new();

    public void Give(BotId bot, Func<LoggedEvent, CancellationToken, Task> order) => _orders[bot] = order;

    public void Withdraw(BotId bot) => _orders.TryRemove(bot, out _);

    public Func<LoggedEvent, CancellationToken, Task>? Of(BotId bot) => _orders.GetValueOrDefault(bot);

    public void Handled(LoggedEvent logged) => _handled.Enqueue(logged);

    public IReadOnlyList<LoggedEvent> HandledOf(BotId bot) => [.. _handled.Where(one => one.Event.Bot == bot)];
}
