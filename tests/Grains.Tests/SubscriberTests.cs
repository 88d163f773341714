using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Events.Subscribers;

namespace MultiBot.Grains.Tests;

/// <summary>What listens to the events, on a real silo and a real database.</summary>
public sealed class SubscriberTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Events_ReachSubscribers_OnceAndInOrder()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        for (var message = 1; message <= 3; message++)
        {
            await bot.WriteAsync(1, $"message {message}");
            await bot.SawAsync(1, atLeast: message);
        }

        var handled = await TestBot.EventuallyAsync(() => Task.FromResult(cluster.Orders.HandledOf(bot.Id)), all => all.Count(one => one.Event.Type == EventTypes.MessageSent) == 3);

        Assert.Equal(handled.Select(one => one.Seq).Order().Distinct(), handled.Select(one => one.Seq));
        Assert.Equal(EventTypes.BotRegistered, handled[0].Event.Type);
    }

    [Fact]
    public async Task Messages_ShowInTheFiguresOfTheHour()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "one");
        await bot.WriteAsync(2, "two");
        await bot.SawAsync(1, atLeast: 1);
        await bot.SawAsync(2, atLeast: 1);

        var figures = await TestBot.EventuallyAsync(() => FiguresAsync(bot.Id), all => all is { Sent: 2, Received: 2 });

        Assert.Equal(0, figures.Failed + figures.Uncertain);
        Assert.Equal(2, figures.Replies);
    }

    [Fact]
    public async Task Event_ThatCanNotBeHandled_IsPutAside_AndOthersFlowOn()
    {
        var bot = new TestBot(cluster);
        cluster.Orders.Give(bot.Id, (logged, _) => logged.Event.Type == EventTypes.MessageReceived
            ? throw new InvalidOperationException("a secret of the handler's")
            : Task.CompletedTask);
        await bot.RegisterAsync();
        await bot.WriteAsync(1, "hello");
        await bot.SawAsync(1, atLeast: 1);
        await TestBot.EventuallyAsync(() => Task.FromResult(cluster.Orders.HandledOf(bot.Id)), all => all.Any(one => one.Event.Type == EventTypes.MessageSent));

        var dead = Assert.Single(await DeadAsync(bot.Id));
        Assert.Equal((PickyGrain.Name, EventTypes.MessageReceived, 3), (dead.Subscriber, dead.Event.Event.Type, dead.Tries));
        Assert.Equal("events.handler_failed: InvalidOperationException", dead.Reason);

        var again = await SettleAsync(dead.Id, retry: true);
        Assert.Equal("events.refused_again", again.Problem?.Code);
        Assert.Equal(4, Assert.Single(await DeadAsync(bot.Id)).Tries);

        cluster.Orders.Withdraw(bot.Id);
        Assert.Equal(dead.Event, (await SettleAsync(dead.Id, retry: true)).Value?.Event);
        Assert.Empty(await DeadAsync(bot.Id));
        Assert.Contains(cluster.Orders.HandledOf(bot.Id), one => one.Seq == dead.Event.Seq);
        Assert.Equal("events.dead_unknown", (await SettleAsync(dead.Id, retry: true)).Problem?.Code);
    }

    [Fact]
    public async Task Event_WhoseHandlerHangs_IsPutAside_AndMayBeDropped()
    {
        var bot = new TestBot(cluster);
        var wasToldToStop = new TaskCompletionSource();
        cluster.Orders.Give(bot.Id, async (logged, cancellation) =>
        {
            if (logged.Event.Type != EventTypes.BotRegistered) return;
            await using var registration = cancellation.Register(() => wasToldToStop.TrySetResult());
            await new TaskCompletionSource().Task;
        });
        await bot.RegisterAsync();

        var dead = Assert.Single(await TestBot.EventuallyAsync(() => DeadAsync(bot.Id), all => all.Count > 0));
        Assert.Equal("events.handler_hung", dead.Reason);
        await wasToldToStop.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal("events.dead_unknown", (await cluster.Grains.DeadEvents().Settle(
            new DeadEventCommand { Id = dead.Id, Retry = false, Among = [BotId.Parse("another")] })).Problem?.Code);
        Assert.NotNull((await SettleAsync(dead.Id, retry: false)).Value);
        Assert.Empty(await DeadAsync(bot.Id));
    }

    /// <summary>A stretch with a hole before it, as after a queue's move: what is missing is read from the log.</summary>
    [Fact]
    public async Task Hole_IsFilledFromTheLog()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        await bot.WriteAsync(1, "hello");
        await bot.SawAsync(1, atLeast: 1);
        var before = await TestBot.EventuallyAsync(() => Task.FromResult(cluster.Orders.HandledOf(bot.Id)), all => all.Any(one => one.Event.Type == EventTypes.MessageSent));
        var position = await cluster.Silo.GetRequiredService<ISubscriptions>().ReadAsync(new Subscription("test-late", 0), TestContext.Current.CancellationToken);
        Assert.Equal(0, position);

        // A subscriber that was never there before begins with the oldest event there is, whatever it is handed first.
        var late = cluster.Grains.GetGrain<ILateGrain>(EventStreams.KeyOf(EventPartitions.Of(bot.Id)));
        await late.Take(new EventStretch { After = before[^1].Seq, UpTo = before[^1].Seq, Events = [] });

        Assert.Equal(before, (await late.Seen()).Where(one => one.Event.Bot == bot.Id));
    }

    /// <summary>What could not be stored for a redelivery's sake is handled again, not forgotten with the position moved on.</summary>
    [Fact]
    public async Task Effects_ThatCouldNotBeStoredBeforeARedelivery_AreNotLost()
    {
        var bot = await new TestBot(cluster).RegisterAsync();
        var counting = cluster.Grains.GetGrain<ICountingGrain>(EventStreams.KeyOf(EventPartitions.Of(bot.Id)));
        var first = await HandledAsync(bot, messages: 1);
        await counting.Take(new EventStretch { After = first, UpTo = first, Events = [] });
        var second = await HandledAsync(bot, messages: 2);
        await counting.Take(new EventStretch { After = second, UpTo = second, Events = [] });

        cluster.Subscriptions.FailNextOf(CountingGrain.Name);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => counting.StoreNow());
        await counting.Take(new EventStretch { After = second, UpTo = second, Events = [] });
        await counting.StoreNow();

        Assert.Equal(cluster.Orders.HandledOf(bot.Id).Count(one => one.Seq <= second), (await FiguresAsync(bot.Id)).FloodWaits);
    }

    /// <summary>The number of the bot's newest event, once a subscriber has seen so many replies.</summary>
    private async Task<long> HandledAsync(TestBot bot, int messages)
    {
        await bot.WriteAsync(1, $"message {messages}");
        await bot.SawAsync(1, atLeast: messages);
        var handled = await TestBot.EventuallyAsync(
            () => Task.FromResult(cluster.Orders.HandledOf(bot.Id)), all => all.Count(one => one.Event.Type == EventTypes.MessageSent) == messages);
        return handled[^1].Seq;
    }

    private async Task<HourFigures> FiguresAsync(BotId bot)
    {
        var hours = await cluster.Queries.ReadFiguresAsync(bot, TimeProvider.System.GetUtcNow().AddHours(-2), TimeProvider.System.GetUtcNow().AddHours(1), CancellationToken.None);
        return hours.Aggregate(new HourFigures(), (sum, hour) => sum.Plus(hour.Figures));
    }

    private async Task<IReadOnlyList<DeadEvent>> DeadAsync(BotId bot) =>
        (await cluster.Grains.DeadEvents().List(new DeadEventQuery { Subscriber = PickyGrain.Name, Among = [bot] })).Value!.Items;

    private Task<Domain.Problems.Answer<DeadEvent>> SettleAsync(long id, bool retry) =>
        cluster.Grains.DeadEvents().Settle(new DeadEventCommand { Id = id, Retry = retry });
}

/// <summary>A subscriber that no stream hands anything to.</summary>
public interface ILateGrain : IGrainWithStringKey
{
    Task Take(EventStretch stretch);

    Task<LoggedEvent[]> Seen();
}

[GrainType("test-late")]
public sealed class LateGrain(SubscriberSilo silo) : EventSubscriberGrain(silo), ILateGrain
{
    private readonly List<LoggedEvent> _handled = [];

    public Task Take(EventStretch stretch) => OnNextAsync(stretch);

    public Task<LoggedEvent[]> Seen() => Task.FromResult(_handled.ToArray());

    protected override Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        _handled.Add(logged);
        return Task.CompletedTask;
    }
}

/// <summary>A subscriber that counts each event, as a flood wait of its bot.</summary>
public interface ICountingGrain : IGrainWithStringKey
{
    Task Take(EventStretch stretch);

    Task StoreNow();
}

[GrainType(Name)]
public sealed class CountingGrain(SubscriberSilo silo) : EventSubscriberGrain(silo), ICountingGrain
{
    public const string Name = "test-counting";

    public Task Take(EventStretch stretch) => OnNextAsync(stretch);

    public Task StoreNow() => StoreAsync();

    protected override Task HandleAsync(LoggedEvent logged, SubscriberEffects effects, CancellationToken cancellation)
    {
        effects.Count(logged.Event.Bot, logged.Event.At, new HourFigures { FloodWaits = 1 });
        return Task.CompletedTask;
    }
}
