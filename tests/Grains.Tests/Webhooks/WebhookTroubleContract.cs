using System.Diagnostics;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Tests.Webhooks;

/// <summary>Receivers that fail, hang, refuse, go away and come back; webhooks that stop and go on.</summary>
public abstract class WebhookTroubleContract(ClusterFixture cluster)
{
    [Fact]
    public async Task Event_WhenTheReceiverFails_ComesAgainUnderTheSameId_AndTheNextWaitsForIt()
    {
        await using var receiver = await Receiver.StartAsync();
        var failures = 3;
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(Interlocked.Decrement(ref failures) >= 0 ? 500 : 200));
        var (bot, hook) = await BotAndHookAsync(receiver);

        await ChangeAsync(bot, "one");
        await ChangeAsync(bot, "two");
        await ChangeAsync(bot, "three");
        await hook.EventuallyAsync(_ => receiver.Taken.Count >= 3);

        var calls = receiver.All.ToList();
        Assert.Single(calls.Take(4).Select(call => call.Id).Distinct());
        Assert.Equal(receiver.Taken.Select(call => call.Seq).Order(), receiver.Taken.Select(call => call.Seq));
        Assert.Equal(6, calls.Count);
        Assert.All(calls, call => Assert.True(call.IsSignedWith(hook.Secret)));
        Assert.Null((await hook.EventuallyAsync(one => one.State.Position >= calls[^1].Seq)).State.FailingSince);
    }

    [Fact]
    public async Task Receiver_ThatRefusesOneEvent_GetsTheNext_AndTheOneIsADeadLetter()
    {
        await using var receiver = await Receiver.StartAsync();
        long refused = 0;
        receiver.Script = call =>
        {
            var first = Interlocked.CompareExchange(ref refused, call.Seq, 0);
            return Task.FromResult(new Receiver.Answer(first == 0 || first == call.Seq ? 400 : 200));
        };
        var (bot, hook) = await BotAndHookAsync(receiver);

        await ChangeAsync(bot, "one");
        await ChangeAsync(bot, "two");
        await hook.EventuallyAsync(one => receiver.Taken.Count == 1 && one.State.Position >= receiver.Taken.First().Seq);

        Assert.Equal(3, receiver.All.Count(call => call.Seq == refused));
        var dead = Assert.Single(await hook.DeadAsync());
        Assert.Equal((refused, "webhook.refused 400", 3), (dead.Event.Seq, dead.Reason, dead.Tries));
    }

    [Fact]
    public async Task Receiver_ThatIsGone_SwitchesTheWebhookOff_AndHasTheEventOnceItIsOnAgain()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(410));
        var (bot, hook) = await BotAndHookAsync(receiver);

        await ChangeAsync(bot, "one");
        var off = await hook.EventuallyAsync(one => !one.Settings.Enabled);
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(200));
        await hook.Grain.Wake(off.Revision);

        Assert.Equal((WebhookCodes.Gone, 410), (off.State.LastError, off.State.LastStatus));
        Assert.Single(receiver.All);
        await hook.ChangeAsync(new { enabled = true });
        await hook.EventuallyAsync(_ => receiver.Taken.Count == 1);
        Assert.Equal(receiver.All.First().Id, receiver.Taken.First().Id);
        Assert.Empty(await hook.DeadAsync());
    }

    [Fact]
    public async Task Receiver_ThatAsksToWait_IsLeftAloneThatLong()
    {
        await using var receiver = await Receiver.StartAsync();
        var busy = 1;
        receiver.Script = _ => Task.FromResult(Interlocked.Exchange(ref busy, 0) == 1 ? new Receiver.Answer(429, RetryAfter: "1") : new Receiver.Answer(200));
        var (bot, hook) = await BotAndHookAsync(receiver, bots: 2);
        await ChangeAsync(bot[0], "one");
        var first = await receiver.NextAsync();
        await ChangeAsync(bot[1], "another's");

        var second = await receiver.NextAsync();

        // A second by the receiver's watch, which began after ours.
        Assert.InRange(TimeProvider.System.GetElapsedTime(first.At, second.At), TimeSpan.FromMilliseconds(990), TimeSpan.FromSeconds(30));
        await hook.EventuallyAsync(_ => receiver.Taken.Count == 2);
    }

    [Fact]
    public async Task Receiver_ThatHangsOnOneBot_HasTheOthersMeanwhile()
    {
        await using var receiver = await Receiver.StartAsync();
        var bots = new List<TestBot>();
        var hanging = true;
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Script = async call =>
        {
            if (Volatile.Read(ref hanging) && call.Bot == bots[0].Id.Value) await free.Task;
            return new Receiver.Answer(200);
        };
        var (both, hook) = await BotAndHookAsync(receiver, bots: 2);
        bots.AddRange(both);

        await ChangeAsync(bots[0], "hangs");
        await receiver.NextAsync();
        await ChangeAsync(bots[1], "goes");
        await hook.EventuallyAsync(_ => receiver.Taken.Any(call => call.Bot == bots[1].Id.Value));
        var failing = await hook.EventuallyAsync(one => one.State.LastError == WebhookCodes.TimedOut);
        Volatile.Write(ref hanging, false);
        free.TrySetResult();
        await hook.EventuallyAsync(one => receiver.Taken.Any(call => call.Bot == bots[0].Id.Value) && one.State.LastError is null);

        Assert.NotNull(failing.State.FailingSince);
        Assert.True(failing.State.Position < receiver.All.First().Seq);
    }

    [Fact]
    public async Task Receiver_ThatWasAway_HasEverythingInOrder()
    {
        await using var receiver = await Receiver.StartAsync();
        var (bot, hook) = await BotAndHookAsync(receiver, bots: 2);
        await ChangeAsync(bot[0], "before");
        await receiver.NextAsync();
        await receiver.CloseAsync();

        for (var i = 0; i < 5; i++)
        {
            await ChangeAsync(bot[0], $"away {i}");
            await ChangeAsync(bot[1], $"away {i}");
        }

        await hook.EventuallyAsync(one => one.State.LastError == WebhookCodes.Unreachable);
        await receiver.OpenAsync();
        await hook.EventuallyAsync(one => one.State is { LastError: null } && receiver.Taken.Select(call => call.Id).Distinct().Count() == 11);

        foreach (var one in bot)
        {
            var seqs = receiver.Taken.Where(call => call.Bot == one.Id.Value).Select(call => call.Seq).ToList();
            Assert.Equal(seqs.Order(), seqs);
        }
    }

    [Fact]
    public async Task Poison_WhenItHoldsUpAllOthers_IsADeadLetter()
    {
        await using var receiver = await Receiver.StartAsync();
        var poisoned = "";
        receiver.Script = call => Task.FromResult(new Receiver.Answer(call.Bot == Volatile.Read(ref poisoned) ? 500 : 200));
        var (bot, hook) = await BotAndHookAsync(receiver, bots: 2);
        Volatile.Write(ref poisoned, bot[0].Id.Value);
        await ChangeAsync(bot[0], "poison");
        await receiver.NextAsync();

        for (var i = 0; i < 25; i++) await ChangeAsync(bot[1], $"{i}");
        await hook.EventuallyAsync(_ => receiver.Taken.Select(call => call.Id).Distinct().Count() == 25);

        var dead = Assert.Single(await hook.DeadAsync());
        Assert.Equal("webhook.in_the_way: webhook.server_error 500", dead.Reason);
        Assert.InRange(dead.Tries, 4, 1000);
    }

    [Fact]
    public async Task Webhook_WhenItsActivationEnds_GoesOnFromItsPosition()
    {
        await using var receiver = await Receiver.StartAsync();
        var (bot, hook) = await BotAndHookAsync(receiver);
        await ChangeAsync(bot, "one");
        var first = await receiver.NextAsync();

        await hook.Grain.Cast<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        await ChangeAsync(bot, "two");
        await hook.EventuallyAsync(one => one.State.Position >= first.Seq);
        await hook.Grain.Wake(0);
        var second = await receiver.NextAsync();
        await hook.EventuallyAsync(one => one.State.Position >= second.Seq);

        Assert.True(second.Seq > first.Seq);
        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task Webhook_WhenAnotherActivationMovedItsPosition_GoesOnBehindThat()
    {
        await using var receiver = await Receiver.StartAsync();
        var (bot, hook) = await BotAndHookAsync(receiver);
        await ChangeAsync(bot, "one");
        var first = await receiver.NextAsync();
        var stood = await hook.EventuallyAsync(one => one.State.Position >= first.Seq);

        Assert.NotNull(await hook.Store.AdvanceAsync(hook.Id, stood.State.Position, stood.State with { Position = stood.State.Position + 1000 }, CancellationToken.None));
        await ChangeAsync(bot, "skipped by the other");
        await receiver.NextAsync();
        await TestBot.EventuallyAsync(async () =>
        {
            await hook.Grain.Wake(0);
            return cluster.Log.Lines.Any(line => line.Contains($"{hook.Id} sends events behind {stood.State.Position + 1000}", StringComparison.Ordinal));
        }, isThere => isThere);

        Assert.Equal(stood.State.Position + 1000, (await hook.StoredAsync()).State.Position);
    }

    [Fact]
    public async Task DeadLetter_AskedForAgain_IsSentUnderItsIdAndGone()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(404));
        var (bot, hook) = await BotAndHookAsync(receiver);
        await ChangeAsync(bot, "one");
        var dead = (await TestBot.EventuallyAsync(hook.DeadAsync, all => all.Count == 1))[0];

        var refused = await cluster.Grains.DeadEvents().Settle(new DeadEventCommand { Id = dead.Id, Retry = true });
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(200));
        var settled = await cluster.Grains.DeadEvents().Settle(new DeadEventCommand { Id = dead.Id, Retry = true });

        Assert.Equal("events.refused_again", refused.Problem?.Code);
        Assert.Equal(dead.Event.Seq, settled.Value?.Event.Seq);
        Assert.Empty(await hook.DeadAsync());
        Assert.Equal((5, 1), (receiver.All.Count, receiver.All.Select(call => call.Id).Distinct().Count()));
        Assert.True(receiver.Taken.Single().IsSignedWith(hook.Secret));
    }

    [Fact]
    public async Task Address_AndSecret_AreHeardByNobody()
    {
        var activities = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (activities) activities.Add(activity.OperationName + string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var receiver = await Receiver.StartAsync();
        var (bot, hook) = await BotAndHookAsync(receiver);
        foreach (var status in new[] { 400, 302, 500, 429 })
        {
            receiver.Script = _ => Task.FromResult(new Receiver.Answer(status, Location: receiver.Url));
            await ChangeAsync(bot, $"{status}");
            await receiver.NextAsync();
        }

        await receiver.CloseAsync();
        await hook.EventuallyAsync(one => one.State.LastError == WebhookCodes.Unreachable);

        var place = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        Assert.Contains(cluster.Log.Lines, line => line.Contains(place, StringComparison.Ordinal));
        List<string> heard;
        // The receiver of this test is in the same process: what its own server says of its requests is not ours.
        lock (activities) heard = [.. cluster.Log.Lines, .. activities.Where(activity => !activity.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))];
        Assert.DoesNotContain(heard, line => line.Contains(receiver.PathSecret, StringComparison.Ordinal));
        Assert.DoesNotContain(heard, line => line.Contains(hook.Secret["whsec_".Length..], StringComparison.Ordinal));
    }

    private async Task<(TestBot Bot, TestHook Hook)> BotAndHookAsync(Receiver receiver)
    {
        var (bots, hook) = await BotAndHookAsync(receiver, bots: 1);
        return (bots[0], hook);
    }

    private async Task<(TestBot[] Bots, TestHook Hook)> BotAndHookAsync(Receiver receiver, int bots)
    {
        TestBot[] registered = [.. Enumerable.Range(0, bots).Select(_ => new TestBot(cluster))];
        foreach (var bot in registered) await bot.RegisterAsync();
        return (registered, await TestHook.MakeAsync(cluster, receiver, new { bots = registered.Select(bot => bot.Id.Value), types = new[] { "BotConfigChanged" } }));
    }

    private static async Task ChangeAsync(TestBot bot, string name) =>
        Assert.Null((await bot.Manager.ChangeBot(bot.Id, new BotWrite { Json = $$"""{"name":"{{name}}"}""", Merge = true })).Problem);
}
