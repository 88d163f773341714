using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Keys;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

/// <summary>Positions move only from where they are, with what was made of the events; events that were put aside wait; all of a bot goes with it.</summary>
public abstract class SubscriptionContract : StoreContract
{
    private static readonly Subscription Metrics = new("metrics", 3);
    private static readonly DateTimeOffset Hour = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Position_MovesOnlyFromWhereItIs()
    {
        Assert.Equal(0, await PositionAsync());
        Assert.False(await AdvanceAsync(5, 9));
        Assert.True(await AdvanceAsync(0, 5));
        Assert.False(await AdvanceAsync(0, 7));
        Assert.False(await AdvanceAsync(4, 7));
        Assert.True(await AdvanceAsync(5, 9));
        Assert.Equal(9, await PositionAsync());
        Assert.Equal(0, await Store.Subscriptions.ReadAsync(Metrics with { Partition = 4 }, Cancellation));
        Assert.Equal(0, await Store.Subscriptions.ReadAsync(Metrics with { Subscriber = "others" }, Cancellation));
    }

    [Fact]
    public async Task Position_ThatManyMoveAtOnce_IsMovedByOne()
    {
        var moved = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AdvanceAsync(0, 5)));

        Assert.Single(moved, isMoved => isMoved);
    }

    [Fact]
    public async Task Effects_AreStoredWithThePosition_AndNotWithoutIt()
    {
        var anna = await BotAsync("anna");
        await AdvanceAsync(0, 5, Count(anna.Id, new HourFigures { Received = 2, Sent = 1, Replies = 1, ReplyMs = 700, SlowestReplyMs = 700, InputTokens = 10 }));

        Assert.False(await AdvanceAsync(0, 9, Count(anna.Id, new HourFigures { Received = 100 })));
        await AdvanceAsync(5, 9, Count(anna.Id, new HourFigures { Received = 1, Failed = 3, FloodWaits = 4, Uncertain = 5, Replies = 1, ReplyMs = 300, SlowestReplyMs = 300, OutputTokens = 6 }));

        Assert.Equal(
            new HourFigures
            {
                Received = 3, Sent = 1, Uncertain = 5, Failed = 3, FloodWaits = 4, Replies = 2, ReplyMs = 1000, SlowestReplyMs = 700, InputTokens = 10, OutputTokens = 6,
            },
            Assert.Single(await FiguresAsync(anna.Id)).Figures);
    }

    [Fact]
    public async Task Effects_OfABotThatIsGone_AreNotKept()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await AdvanceAsync(0, 5, Count(anna.Id, new HourFigures { Received = 2 }));
        await Store.Dead.AddAsync(Dead(anna.Id, 1), Cancellation);
        Assert.True(await Store.Bots.RemoveAsync(anna.Id, erase: true, Cancellation));

        var late = Count(anna.Id, new HourFigures { Received = 1 });
        late.Count(bert.Id, Hour, new HourFigures { Received = 1 });
        Assert.True(await AdvanceAsync(5, 9, late));
        await Store.Dead.AddAsync(Dead(anna.Id, 2), Cancellation);

        Assert.Empty(await FiguresAsync(anna.Id));
        Assert.Single(await FiguresAsync(bert.Id));
        Assert.Empty(await DeadAsync());
    }

    /// <summary>More of them than go at once.</summary>
    [Fact]
    public async Task Figures_ThatAreOld_AreForgotten_AndYoungOnesStay()
    {
        const int Old = 3000;
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        var edge = Store.Clock.GetUtcNow().AddDays(-400);
        edge = edge.Add(-edge.TimeOfDay);
        var effects = new SubscriberEffects();
        for (var hour = 1; hour <= Old; hour++) effects.Count(hour % 2 == 0 ? anna.Id : bert.Id, edge.AddHours(-hour), new HourFigures { Sent = 1 });
        foreach (var bot in (BotId[])[anna.Id, bert.Id])
            for (var hour = 24; hour <= 26; hour++) effects.Count(bot, edge.AddHours(hour), new HourFigures { Sent = 2 });
        await AdvanceAsync(0, 5, effects);

        Assert.Equal(0, await Store.Retention.ForgetFiguresAsync(1000, Cancellation));
        Assert.Equal(Old, await Store.Retention.ForgetFiguresAsync(400, Cancellation));
        Assert.Equal(0, await Store.Retention.ForgetFiguresAsync(400, Cancellation));

        foreach (var bot in (BotId[])[anna.Id, bert.Id])
        {
            var left = await Store.Queries.ReadFiguresAsync(bot, DateTimeOffset.UnixEpoch, edge.AddYears(2), Cancellation);
            Assert.Equal([edge.AddHours(24), edge.AddHours(25), edge.AddHours(26)], left.Select(one => one.Hour));
        }
    }

    [Fact]
    public async Task Figures_AreReadByHourWithinARange()
    {
        var anna = await BotAsync("anna");
        var effects = new SubscriberEffects();
        for (var hour = 0; hour < 5; hour++) effects.Count(anna.Id, Hour.AddHours(hour), new HourFigures { Sent = hour + 1 });
        await AdvanceAsync(0, 5, effects);

        var figures = await Store.Queries.ReadFiguresAsync(anna.Id, Hour.AddHours(1), Hour.AddHours(4), Cancellation);

        Assert.Equal([(Hour.AddHours(1), 2L), (Hour.AddHours(2), 3L), (Hour.AddHours(3), 4L)], figures.Select(one => (one.Hour, one.Figures.Sent)));
    }

    [Fact]
    public async Task Audit_TakesLinesOfSubscribers()
    {
        var anna = await BotAsync("anna");
        var effects = new SubscriberEffects();
        effects.Note(new AuditEntry { At = Hour, Actor = "system", Action = "bot.started", Bot = anna.Id, Detail = """{"status":"running"}""" });

        Assert.True(await AdvanceAsync(0, 5, effects));
    }

    [Fact]
    public async Task DeadEvents_AreListedInOrder_ByBotAndSubscriber()
    {
        var (anna, bert) = (await BotAsync("anna"), await BotAsync("bert"));
        await Store.Dead.AddAsync(Dead(anna.Id, 1), Cancellation);
        await Store.Dead.AddAsync(Dead(bert.Id, 2), Cancellation);
        await Store.Dead.AddAsync(Dead(anna.Id, 3) with { Subscriber = "others" }, Cancellation);

        var all = await DeadAsync();

        Assert.Equal([1, 2, 3], all.Select(one => one.Event.Seq));
        Assert.Equal(Dead(anna.Id, 1) with { Id = all[0].Id, FailedAt = all[0].FailedAt }, all[0]);
        Assert.NotEqual(default, all[0].FailedAt);
        Assert.Equal([2], (await Store.Dead.ListAsync(0, [bert.Id], null, 10, Cancellation)).Select(one => one.Event.Seq));
        Assert.Equal([3], (await Store.Dead.ListAsync(0, null, "others", 10, Cancellation)).Select(one => one.Event.Seq));
        Assert.Equal([2], (await Store.Dead.ListAsync(all[0].Id, null, null, 1, Cancellation)).Select(one => one.Event.Seq));
        Assert.Empty(await Store.Dead.ListAsync(0, [], null, 10, Cancellation));
    }

    [Fact]
    public async Task DeadEvent_ThatFailsAgain_IsTheSameWithMoreTries()
    {
        var anna = await BotAsync("anna");
        await Store.Dead.AddAsync(Dead(anna.Id, 1), Cancellation);
        var before = Assert.Single(await DeadAsync());
        await Store.Dead.AddAsync(Dead(anna.Id, 1) with { Reason = "worse", Tries = 2 }, Cancellation);

        var after = Assert.Single(await DeadAsync());

        Assert.Equal((before.Id, "worse", before.Tries + 2), (after.Id, after.Reason, after.Tries));
    }

    [Fact]
    public async Task DeadEvent_IsSettledOnce_WithItsEffects()
    {
        var anna = await BotAsync("anna");
        await Store.Dead.AddAsync(Dead(anna.Id, 1), Cancellation);
        var id = Assert.Single(await DeadAsync()).Id;
        Assert.NotNull(await Store.Dead.FindAsync(id, Cancellation));

        var settled = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.Dead.SettleAsync(id, Count(anna.Id, new HourFigures { Sent = 1 }), Cancellation)));

        Assert.Single(settled, isSettled => isSettled);
        Assert.Equal(1, Assert.Single(await FiguresAsync(anna.Id)).Figures.Sent);
        Assert.Null(await Store.Dead.FindAsync(id, Cancellation));
    }

    [Fact]
    public async Task Partitions_AreTheSameForTheDatabase()
    {
        var bots = new List<TestBot>();
        for (var number = 0; number < 20; number++) bots.Add(await BotAsync($"bot-{number}"));

        var found = new List<BotId>();
        for (var partition = 0; partition < EventPartitions.Count; partition++)
        {
            var events = await Store.Events.ReadAsync(new EventQuery { Partition = partition, Types = [EventTypes.BotRegistered] }, Cancellation);
            Assert.All(events, one => Assert.Equal(partition, EventPartitions.Of(one.Event.Bot)));
            Assert.Equal(events.Take(1), await Store.Events.ReadAsync(new EventQuery { Partition = partition, Types = [EventTypes.BotRegistered], Limit = 1 }, Cancellation));
            found.AddRange(events.Select(one => one.Event.Bot));
        }

        Assert.Equal(bots.Select(bot => bot.Id).Order(), found.Order());
    }

    private static DeadEvent Dead(BotId bot, long seq) => new()
    {
        Subscriber = "metrics",
        Event = new LoggedEvent(seq, new DomainEvent { Type = EventTypes.ReplyFailed, Bot = bot, Chat = new(7), At = Hour, Data = """{"messageId":1}""" }),
        Reason = "events.handler_failed",
        Tries = 5,
    };

    private static SubscriberEffects Count(BotId bot, HourFigures figures)
    {
        var effects = new SubscriberEffects();
        effects.Count(bot, Hour.AddMinutes(7), figures);
        return effects;
    }

    private Task<long> PositionAsync() => Store.Subscriptions.ReadAsync(Metrics, Cancellation);

    private Task<bool> AdvanceAsync(long from, long to, SubscriberEffects? effects = null) =>
        Store.Subscriptions.AdvanceAsync(Metrics, from, to, effects ?? new SubscriberEffects(), Cancellation);

    private Task<IReadOnlyList<BotHour>> FiguresAsync(BotId bot) =>
        Store.Queries.ReadFiguresAsync(bot, DateTimeOffset.UnixEpoch, Hour.AddYears(1), Cancellation);

    private Task<IReadOnlyList<DeadEvent>> DeadAsync() => Store.Dead.ListAsync(0, null, null, 100, Cancellation);
}
