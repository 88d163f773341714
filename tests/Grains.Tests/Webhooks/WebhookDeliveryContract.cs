using Microsoft.Extensions.DependencyInjection;
using MultiBot.Domain.Events;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Grains.Tests.Webhooks;

/// <summary>Events on their way to a receiver that takes them in.</summary>
public abstract class WebhookDeliveryContract(ClusterFixture cluster)
{
    [Fact]
    public async Task Event_WhenItHappens_IsDeliveredOnceSignedAndInOrder()
    {
        await using var receiver = await Receiver.StartAsync();
        var bot = new TestBot(cluster);
        var hook = await TestHook.MakeAsync(cluster, receiver, new { bots = new[] { bot.Id.Value }, types = new[] { "BotRegistered", "MessageReceived", "MessageSent" } });
        await bot.RegisterAsync();
        await bot.WriteAsync(1, "private words");

        var calls = new[] { await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync() };

        Assert.Equal(["BotRegistered", "MessageReceived", "MessageSent"], calls.Select(call => call.Type));
        Assert.All(calls, call => Assert.True(call.IsSignedWith(hook.Secret) && call.Bot == bot.Id.Value && call.ContentType == "application/json"));
        Assert.All(calls, call => Assert.Equal($"{hook.Id}_{call.Seq}", call.Id));
        Assert.False(calls[0].IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.False(calls[1].Json.TryGetProperty("text", out _));
        var stored = await hook.EventuallyAsync(one => one.State.Position >= calls[2].Seq);
        Assert.Equal((null, null), (stored.State.LastError, stored.State.FailingSince));
        Assert.NotNull(stored.State.LastDeliveredAt);
        Assert.Equal(3, receiver.All.Count);
    }

    [Fact]
    public async Task Text_WhenAskedFor_GoesAlong()
    {
        await using var receiver = await Receiver.StartAsync();
        var bot = new TestBot(cluster);
        await TestHook.MakeAsync(cluster, receiver, new { bots = new[] { bot.Id.Value }, types = new[] { "BotRegistered", "MessageReceived", "MessageSent" }, includeText = true });
        await bot.RegisterAsync();
        await bot.WriteAsync(1, "hello");

        var registered = await receiver.NextAsync();
        var heard = await receiver.NextAsync();
        var said = await receiver.NextAsync();

        Assert.False(registered.Json.TryGetProperty("text", out _));
        Assert.Equal(("in", "text", "hello"), Said(heard));
        Assert.Equal(("out", "text", "re: hello"), Said(said));

        static (string?, string?, string?) Said(ReceivedCall call) =>
            (call.Json.GetProperty("direction").GetString(), call.Json.GetProperty("kind").GetString(), call.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Bot_WhenItIsErased_IsTold_AndItsTextsAreGone()
    {
        await using var receiver = await Receiver.StartAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bot = new TestBot(cluster);
        await TestHook.MakeAsync(cluster, receiver, new { bots = new[] { bot.Id.Value }, types = new[] { "BotRegistered", "MessageReceived", "BotRemoved" }, includeText = true });
        receiver.Script = async _ =>
        {
            await open.Task;
            return new Receiver.Answer(200);
        };
        await bot.RegisterAsync();
        await receiver.NextAsync();
        await bot.WriteAsync(1, "private words");
        await TestBot.EventuallyAsync(() => bot.MessagesAsync(1), all => all.Count > 0);

        // Both are read by the webhook before the erasure; what it sends is read afterwards.
        await WaitUntilReadAsync(bot, EventTypes.MessageReceived);
        await bot.Manager.RemoveBot(bot.Id, erase: true);
        open.TrySetResult();
        var removed = await receiver.UntilAsync(call => call.Type == "BotRemoved");

        Assert.True(removed.Json.GetProperty("data").GetProperty("erased").GetBoolean());
        var heard = receiver.All.Where(call => call.Type == "MessageReceived").ToList();
        Assert.NotEmpty(heard);
        Assert.All(heard, call => Assert.Null(call.Json.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Tag_DecidesWhoseEventsGo_AsItStandsThen()
    {
        await using var receiver = await Receiver.StartAsync();
        var tag = $"tag-{Guid.NewGuid():n}"[..20];
        await TestHook.MakeAsync(cluster, receiver, new { tag, types = new[] { "BotConfigChanged", "BotRemoved" } });
        var (tagged, other) = (new TestBot(cluster), new TestBot(cluster));
        await tagged.RegisterAsync(new { tags = new[] { tag } });
        await other.RegisterAsync();

        await ChangeAsync(other, """{"name":"still without"}""");
        await ChangeAsync(tagged, """{"name":"with"}""");
        var first = await receiver.NextAsync();
        await ChangeAsync(other, $$"""{"tags":["{{tag}}"]}""");
        var second = await receiver.NextAsync();
        await ChangeAsync(tagged, """{"tags":[]}""");
        await ChangeAsync(tagged, """{"name":"without"}""");
        await other.Manager.RemoveBot(other.Id, erase: false);
        var third = await receiver.NextAsync();

        Assert.Equal((tagged.Id.Value, "BotConfigChanged"), (first.Bot, first.Type));
        Assert.Equal((other.Id.Value, "BotConfigChanged"), (second.Bot, second.Type));
        Assert.Equal((other.Id.Value, "BotRemoved"), (third.Bot, third.Type));
    }

    [Fact]
    public async Task Webhook_WhenChangedOrRemoved_SendsByItsNewSettingsOnly()
    {
        await using var first = await Receiver.StartAsync();
        await using var second = await Receiver.StartAsync();
        var bot = await new TestBot(cluster).RegisterAsync();
        var hook = await TestHook.MakeAsync(cluster, first, new { bots = new[] { bot.Id.Value }, types = new[] { "BotConfigChanged" } });
        await ChangeAsync(bot, """{"name":"one"}""");
        await first.NextAsync();

        await hook.ChangeAsync(new { enabled = false });
        await ChangeAsync(bot, """{"name":"two"}""");
        var moved = await hook.ChangeAsync(new { url = second.Url, secret = (string?)null, enabled = true });
        var call = await second.NextAsync();
        await cluster.Grains.Webhooks().RemoveWebhook(hook.Id, null);
        await ChangeAsync(bot, """{"name":"three"}""");
        await WaitUntilReadAsync(bot, EventTypes.BotConfigChanged);

        Assert.NotEqual(hook.Secret, moved.Secret);
        Assert.True(call.IsSignedWith(moved.Secret));
        Assert.Equal((1, 1), (first.All.Count, second.All.Count));
        Assert.Null(await hook.Store.FindAsync(hook.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Ping_TellsWhatCameBack()
    {
        await using var receiver = await Receiver.StartAsync();
        var hook = await TestHook.MakeAsync(cluster, receiver, new { enabled = false });

        var taken = (await hook.Grain.Test()).Value!;
        receiver.Script = _ => Task.FromResult(new Receiver.Answer(302, Location: receiver.Url));
        var redirected = (await hook.Grain.Test()).Value!;
        await receiver.CloseAsync();
        var away = (await hook.Grain.Test()).Value!;

        Assert.Equal((true, 204, null), (taken.Delivered, taken.Status, taken.Code));
        Assert.Equal((false, 302, WebhookCodes.Redirected), (redirected.Delivered, redirected.Status, redirected.Code));
        Assert.Equal((false, null, WebhookCodes.Unreachable), (away.Delivered, away.Status, away.Code));
        Assert.Equal(2, receiver.All.Count);
        Assert.All(receiver.All, call => Assert.True(call.IsSignedWith(hook.Secret) && call.Type == "Ping"));
        Assert.Equal("webhook.not_found", (await cluster.Grains.Webhook(WebhookId.Parse("wh_none")).Test()).Problem?.Code);
    }

    private static async Task ChangeAsync(TestBot bot, string patch) =>
        Assert.Null((await bot.Manager.ChangeBot(bot.Id, new BotWrite { Json = patch, Merge = true })).Problem);

    /// <summary>Until the silo's tail has shown an event, and so every reader that was waiting for it.</summary>
    private async Task WaitUntilReadAsync(TestBot bot, string type)
    {
        var tail = cluster.Silo.GetRequiredService<Grains.Events.EventTail>();
        var log = cluster.Silo.GetRequiredService<IEventLog>();
        var last = (await log.ReadAsync(new EventQuery { Bot = bot.Id, Types = [type] }, CancellationToken.None))[^1].Seq;
        using var reader = await tail.FollowAsync(new EventQuery { Bot = bot.Id, Types = [type] }, last - 1, CancellationToken.None);
        Assert.NotEmpty(await reader.ReadAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
    }
}
