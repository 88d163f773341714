using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Contract;

public abstract class WebhookContract : StoreContract
{
    private static readonly WebhookId First = WebhookId.Parse("wh_1");

    [Fact]
    public async Task Webhook_IsFoundAsItWasMade()
    {
        var plain = Hook("wh_1");
        var full = Hook("wh_2") with
        {
            Settings = Hook("wh_2").Settings with { Bots = [BotId.Parse("anna"), BotId.Parse("bert")], IncludeText = true, Enabled = false },
            State = new WebhookState { Position = 7, LastError = "webhook.refused", LastStatus = 404, LastDeliveredAt = Store.Clock.GetUtcNow(), FailingSince = Store.Clock.GetUtcNow() },
        };
        await Store.Webhooks.AddAsync(plain, Cancellation);
        await Store.Webhooks.AddAsync(full, Cancellation);

        AssertSame(plain, await Store.Webhooks.FindAsync(plain.Id, Cancellation));
        AssertSame(full, await Store.Webhooks.FindAsync(full.Id, Cancellation));
        Assert.Equal(["wh_1", "wh_2"], (await Store.Webhooks.ListAsync(Cancellation)).Select(hook => hook.Id.Value));
        Assert.Null(await Store.Webhooks.FindAsync(WebhookId.Parse("wh_3"), Cancellation));
    }

    [Fact]
    public async Task Settings_AreReplacedOnTopOfTheirRevisionOnly_AndLeaveTheState()
    {
        await Store.Webhooks.AddAsync(Hook("wh_1") with { State = new WebhookState { Position = 41 } }, Cancellation);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        var settings = Hook("wh_1").Settings with { Name = "other", Tag = "vip", Secret = new Secret("whsec_other") };

        var replaced = await Store.Webhooks.ReplaceAsync(First, settings, 1, Cancellation);

        AssertSame(Hook("wh_1") with { Settings = settings, Revision = 2, State = new WebhookState { Position = 41 }, UpdatedAt = Store.Clock.GetUtcNow(), CreatedAt = Store.Clock.GetUtcNow().AddMinutes(-1) }, replaced);
        AssertSame(replaced!, await Store.Webhooks.FindAsync(First, Cancellation));
        Assert.Null(await Store.Webhooks.ReplaceAsync(First, settings, 1, Cancellation));
        Assert.Null(await Store.Webhooks.ReplaceAsync(WebhookId.Parse("wh_3"), settings, 1, Cancellation));
    }

    [Fact]
    public async Task Position_MovesOnTopOfTheOneBeforeOnly()
    {
        await Store.Webhooks.AddAsync(Hook("wh_1"), Cancellation);
        var failing = new WebhookState { Position = 9, LastError = "webhook.server_error", LastStatus = 502, FailingSince = Store.Clock.GetUtcNow() };

        Assert.Equal(1, await Store.Webhooks.AdvanceAsync(First, 0, failing, Cancellation));
        Assert.Null(await Store.Webhooks.AdvanceAsync(First, 0, new WebhookState { Position = 5 }, Cancellation));
        Assert.Equal(failing, (await Store.Webhooks.FindAsync(First, Cancellation))!.State);

        await Store.Webhooks.ReplaceAsync(First, Hook("wh_1").Settings, 1, Cancellation);
        Assert.Equal(2, await Store.Webhooks.AdvanceAsync(First, 9, new WebhookState { Position = 12, LastDeliveredAt = Store.Clock.GetUtcNow() }, Cancellation));
    }

    [Fact]
    public async Task Position_OfManyAtOnce_IsMovedByOne()
    {
        await Store.Webhooks.AddAsync(Hook("wh_1"), Cancellation);

        var moved = await Task.WhenAll(Enumerable.Range(1, 8).Select(position => Store.Webhooks.AdvanceAsync(First, 0, new WebhookState { Position = position }, Cancellation)));

        Assert.Single(moved, revision => revision is not null);
    }

    [Fact]
    public async Task Webhook_IsRemovedAtItsRevisionOrAtAny()
    {
        await Store.Webhooks.AddAsync(Hook("wh_1"), Cancellation);

        Assert.False(await Store.Webhooks.RemoveAsync(First, 2, Cancellation));
        Assert.True(await Store.Webhooks.RemoveAsync(First, 1, Cancellation));
        Assert.False(await Store.Webhooks.RemoveAsync(First, null, Cancellation));
        await Store.Webhooks.AddAsync(Hook("wh_1"), Cancellation);
        Assert.True(await Store.Webhooks.RemoveAsync(First, null, Cancellation));
        Assert.Null(await Store.Webhooks.AdvanceAsync(First, 0, new WebhookState { Position = 1 }, Cancellation));
    }

    [Fact]
    public async Task Message_IsFoundInItsChatOnly()
    {
        var bot = await BotAsync();
        var first = await bot.HearAsync(1, "one");
        var second = await bot.HearAsync(2, "two");

        Assert.Equal("one", (await Store.Queries.FindMessageAsync(new(bot.Id, TestBot.Chat), first, Cancellation))!.Text);
        Assert.Equal("two", (await Store.Queries.FindMessageAsync(new(bot.Id, TestBot.Chat), second, Cancellation))!.Text);
        Assert.Null(await Store.Queries.FindMessageAsync(new(bot.Id, TestBot.Chat), first - 1, Cancellation));
        Assert.Null(await Store.Queries.FindMessageAsync(new(bot.Id, TestBot.Chat), second + 1, Cancellation));
        Assert.Null(await Store.Queries.FindMessageAsync(new(bot.Id, new Domain.Chats.ChatId(8)), first, Cancellation));
        Assert.Null(await Store.Queries.FindMessageAsync(new(BotId.Parse("bert"), TestBot.Chat), first, Cancellation));
    }

    /// <summary>Lists are compared by what they hold.</summary>
    private static void AssertSame(Webhook expected, Webhook? found)
    {
        Assert.NotNull(found);
        Assert.Equal(expected.Settings.Bots, found.Settings.Bots);
        Assert.Equal(expected.Settings.Types, found.Settings.Types);
        Assert.Equal(Bare(expected), Bare(found));

        static Webhook Bare(Webhook hook) => hook with { Settings = hook.Settings with { Bots = null, Types = [] } };
    }

    private Webhook Hook(string id) => new()
    {
        Id = WebhookId.Parse(id),
        Settings = new WebhookSettings { Name = $"name of {id}", Url = "https://shop.example/hook?key=hidden", Secret = new Secret("whsec_hidden"), Types = [EventTypes.MessageSent, EventTypes.BotStarted] },
        State = new WebhookState { Position = 0 },
        CreatedAt = Store.Clock.GetUtcNow(),
        UpdatedAt = Store.Clock.GetUtcNow(),
    };
}
