using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class GetUpdatesTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetUpdates_WhenAPersonWrote_DeliversTheMessage()
    {
        var bot = host.NewBot();
        var id = await bot.Hear("/start again");

        var update = Assert.Single(await bot.Poll());

        Assert.Equal(UpdateType.Message, update.Type);
        Assert.Equal(id, update.Message!.Id);
        Assert.Equal("/start again", update.Message.Text);
        Assert.Equal((TestBot.Ann, "Ann", ChatType.Private), (update.Message.From!.Id, update.Message.From.FirstName, update.Message.Chat.Type));
        Assert.Equal((MessageEntityType.BotCommand, 0, 6), (update.Message.Entities![0].Type, update.Message.Entities[0].Offset, update.Message.Entities[0].Length));
    }

    [Fact]
    public async Task GetUpdates_WhenNothingIsConfirmed_DeliversTheSameAgain()
    {
        var bot = host.NewBot();
        await bot.Hear("once");

        Assert.Equal((await bot.Poll())[0].Id, (await bot.Poll())[0].Id);
    }

    [Fact]
    public async Task GetUpdates_WhenTheOffsetIsHigher_ForgetsWhatLiesBelow()
    {
        var bot = host.NewBot();
        await bot.Hear("one");
        await bot.Hear("two");
        var first = (await bot.Poll())[0].Id;

        Assert.Equal("two", Assert.Single(await bot.Poll(first + 1)).Message!.Text);
        Assert.Equal("two", Assert.Single(await bot.Poll()).Message!.Text);
        Assert.Empty(await bot.Poll(first + 2));
    }

    [Fact]
    public async Task GetUpdates_WhenTheOffsetIsNegative_KeepsTheLastOnly()
    {
        var bot = host.NewBot();
        foreach (var text in new[] { "one", "two", "three" })
            await bot.Hear(text);

        Assert.Equal(["two", "three"], (await bot.Poll(-2)).Select(update => update.Message!.Text));
        Assert.Equal(2, (await bot.Poll()).Length);
    }

    [Fact]
    public async Task GetUpdates_WhenTheOffsetIsFarAhead_ConfirmsNothing()
    {
        var bot = host.NewBot();
        await bot.Hear("kept");
        var id = (await bot.Poll())[0].Id;

        Assert.Single(await bot.Poll(id + 1_000));
        Assert.Empty(await bot.Poll(id + 11));
    }

    [Fact]
    public async Task GetUpdates_WhenThereAreMany_DeliversAHundredOrTheLimitInOrder()
    {
        var bot = host.NewBot();
        await bot.HearRaw(Enumerable.Range(0, 120).Select(at => new { token = bot.Number, chatId = 1 + (at % 5), text = $"{at}" }));

        var updates = await bot.Poll();

        Assert.Equal(Enumerable.Range(0, 100).Select(at => $"{at}"), updates.Select(update => update.Message!.Text));
        Assert.Equal(Enumerable.Range(updates[0].Id, 100), updates.Select(update => update.Id));
        Assert.Equal(7, (await bot.Poll(limit: 7)).Length);
    }

    [Fact]
    public async Task GetUpdates_WhenItWaits_WakesUpForAMessage()
    {
        var bot = host.NewBot();
        var poll = bot.Poll(timeout: 25);

        await bot.Hear("wake up");

        Assert.Equal("wake up", Assert.Single(await poll.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled)).Message!.Text);
    }

    [Fact]
    public async Task GetUpdates_WhenTheTimeIsUp_AnswersNothing()
    {
        var bot = host.NewBot();

        Assert.Empty(await bot.Poll(timeout: 1));

        var poll = Assert.Single(await bot.Journal());
        Assert.Equal("timeout", poll.GetProperty("pollEnd").GetString());
        Assert.True(poll.GetProperty("endedAt").GetDateTimeOffset() - poll.GetProperty("at").GetDateTimeOffset() >= TimeSpan.FromMilliseconds(900));
    }

    [Fact]
    public async Task GetUpdates_WhenAnotherPollerCame_EndsTheOlderWithAConflict()
    {
        var bot = host.NewBot();
        Task<Telegram.Bot.Types.Update[]>[] polls = [bot.Poll(timeout: 25), bot.Poll(timeout: 25)];

        var older = await Task.WhenAny(polls).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled);
        var conflict = await Assert.ThrowsAsync<ApiRequestException>(() => older);
        await bot.Hear("for the younger");

        Assert.Equal(409, conflict.ErrorCode);
        Assert.Equal("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", conflict.Message);
        Assert.Single(await polls.Single(poll => poll != older));
        var journal = (await bot.Journal()).Where(entry => entry.GetProperty("what").GetString() == "getUpdates").ToArray();
        Assert.Equal(journal[0].GetProperty("poll").GetInt64(), journal[1].GetProperty("endedPoll").GetInt64());
        Assert.Equal(("conflict", 409), (journal[0].GetProperty("pollEnd").GetString(), journal[0].GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task GetUpdates_WhenTheClientGoesAway_IsNoConflictForTheNext()
    {
        await using var ownHost = new SandboxHost();
        await ownHost.InitializeAsync();
        var bot = ownHost.NewBot();
        using var leaving = new CancellationTokenSource();
        var poll = bot.Client.GetUpdates(timeout: 25, cancellationToken: leaving.Token);
        await Reached(ownHost, "openPolls", 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await Reached(ownHost, "calls", 1);

        Assert.Empty(await bot.Poll());

        Assert.Equal(0, (await ownHost.Get("control/stats")).GetProperty("conflicts").GetInt32());
        Assert.Equal("clientGone", (await bot.Journal())[0].GetProperty("pollEnd").GetString());
    }

    [Fact]
    public async Task GetUpdates_WhenAWebhookIsSet_IsAConflict()
    {
        var bot = host.NewBot();
        await bot.Hear("pending");
        await bot.Client.SetWebhook("https://example.org/hook", cancellationToken: Cancelled);

        var conflict = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Poll());
        var info = await bot.Client.GetWebhookInfo(Cancelled);
        await bot.Client.DeleteWebhook(dropPendingUpdates: false, cancellationToken: Cancelled);

        Assert.Equal(409, conflict.ErrorCode);
        Assert.Equal(("https://example.org/hook", 1), (info.Url, info.PendingUpdateCount));
        Assert.Single(await bot.Poll());
        await bot.Client.DeleteWebhook(dropPendingUpdates: true, cancellationToken: Cancelled);
        Assert.Empty(await bot.Poll());
    }

    [Fact]
    public async Task GetUpdates_WhenKindsAreNamed_RemembersThem()
    {
        var bot = host.NewBot();
        await bot.Poll(allowed: [UpdateType.EditedMessage]);
        var id = await bot.Hear("not asked for");
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, text = "asked for", editOf = id });

        Assert.Equal(UpdateType.EditedMessage, Assert.Single(await bot.Poll()).Type);

        await bot.Poll(allowed: []);
        await bot.Hear("asked for again");
        Assert.Equal(2, (await bot.Poll()).Length);
    }

    [Fact]
    public async Task GetUpdates_WhenUpdatesAreADayOld_NoLongerHasThem()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var ownHost = new SandboxHost(_ => { }, time);
        await ownHost.InitializeAsync();
        var bot = ownHost.NewBot();
        await bot.Hear("old");
        time.Advance(TimeSpan.FromHours(23));
        await bot.Hear("young");
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("young", Assert.Single(await bot.Poll()).Message!.Text);
    }

    [Fact]
    public async Task GetUpdates_WhenIdsWereDrawnAnew_GoesOnFromThere()
    {
        var bot = host.NewBot();
        await bot.Hear("before");
        var before = (await bot.Poll())[0].Id;
        Assert.Empty(await bot.Poll(before + 1));
        await host.Post("control/bots", new { token = bot.Number, redrawUpdateIds = true, nextUpdateId = before - 500 });
        await bot.Hear("after");

        var update = Assert.Single(await bot.Poll(before + 1));

        Assert.Equal((before - 500, "after"), (update.Id, update.Message!.Text));
    }

    /// <summary>Each look is a round trip; the sandbox needs a few at most.</summary>
    private static async Task Reached(SandboxHost host, string total, int count)
    {
        while ((await host.Get("control/stats")).GetProperty(total).GetInt32() != count)
            Cancelled.ThrowIfCancellationRequested();
    }
}
