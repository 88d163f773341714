using System.Net;
using System.Text.Json;

namespace MultiBot.Sandbox.Tests.Control;

/// <summary>Who talked for a token: labels in the address, spans in the order of effects.</summary>
public sealed class SessionsTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("sandbox/")]
    public async Task Session_OfALabel_CountsWhatItReceivedConfirmedAndSent(string prefix)
    {
        var bot = host.NewBot();
        await bot.Hear("one");
        await bot.Hear("two");
        var first = (await Call(bot, "silo-1", "getUpdates", prefix: prefix)).GetProperty("result")[0].GetProperty("update_id").GetInt32();
        await Call(bot, "silo-1", $"getUpdates?offset={first + 1}", prefix: prefix);
        await Call(bot, "silo-1", $"sendMessage?chat_id={TestBot.Ann}&text=hello", prefix: prefix);

        var session = Assert.Single(await Sessions(bot));

        Assert.Equal("silo-1", session.GetProperty("label").GetString());
        Assert.Equal((3, 3, 1, 1), (Count(session, "calls"), Count(session, "received"), Count(session, "confirmed"), Count(session, "sent")));
        Assert.True(session.GetProperty("firstAt").GetDateTimeOffset() <= session.GetProperty("firstActAt").GetDateTimeOffset());
        Assert.Equal(session.GetProperty("lastActAt").GetDateTimeOffset(), session.GetProperty("lastAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Sessions_WhenLabelsTakeTurns_AreSpansInOrder()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        foreach (var label in new[] { "a", "a", "b", "a" })
            await Call(bot, label, $"sendMessage?chat_id={TestBot.Ann}&text=x");

        Assert.Equal(["a", "b", "a"], (await Sessions(bot)).Select(session => session.GetProperty("label").GetString()));
        Assert.Equal([2L, 1, 1], (await Sessions(bot)).Select(session => Count(session, "sent")));
    }

    [Fact]
    public async Task Session_ThatWasRefusedOrGotNothing_DidNotAct()
    {
        var bot = host.NewBot();
        await Call(bot, "idle", "getUpdates");
        await Call(bot, "idle", "sendMessage?chat_id=999999&text=x", HttpStatusCode.BadRequest);

        var session = Assert.Single(await Sessions(bot));

        Assert.Equal(2, Count(session, "calls"));
        Assert.False(session.TryGetProperty("firstActAt", out _));
    }

    [Fact]
    public async Task Poll_OfAFrozenCaller_ThatIsHandedUpdatesLater_ActsThenAndNotWhenItBegan()
    {
        var bot = host.NewBot();
        await Call(bot, "other", "getMe");
        var waiting = Call(bot, "frozen", "getUpdates?timeout=25");
        while ((await Bots()).Single(known => Count(known, "bot") == bot.Number) is var known && !known.TryGetProperty("openPoll", out _))
            await Call(bot, "other", "getMe");
        await Call(bot, "other", "getMe");

        await bot.Hear("hi");
        await waiting;

        var sessions = await Sessions(bot);
        Assert.Equal(("frozen", 1L), (sessions[^1].GetProperty("label").GetString(), Count(sessions[^1], "received")));
        Assert.Equal("other", sessions[^2].GetProperty("label").GetString());

        async Task<JsonElement.ArrayEnumerator> Bots() => (await host.Get("control/bots")).EnumerateArray();
    }

    [Fact]
    public async Task Call_WithoutALabel_IsASessionWithoutOne()
    {
        var bot = host.NewBot();
        await bot.Poll();

        Assert.False(Assert.Single(await Sessions(bot)).TryGetProperty("label", out _));
        Assert.False((await bot.Journal())[0].TryGetProperty("label", out _));
    }

    [Fact]
    public async Task Journal_OfALabelledCall_NamesIt()
    {
        var bot = host.NewBot();
        await Call(bot, "silo-1", "getUpdates?offset=5");

        var line = Assert.Single(await bot.Journal());

        Assert.Equal(("silo-1", "getUpdates", 5), (line.GetProperty("label").GetString(), line.GetProperty("what").GetString(), line.GetProperty("offset").GetInt32()));
    }

    [Fact]
    public async Task Sessions_WhenThereAreTooMany_KeepTheLatestAndTellHowManyAreForgotten()
    {
        await using var own = new SandboxHost(options => options.SessionsKept = 2);
        await own.InitializeAsync();
        var bot = own.NewBot();
        foreach (var label in new[] { "a", "b", "c", "d" })
            await Call(bot, label, "getMe");

        var answer = await own.Get($"control/sessions/{bot.Number}");

        Assert.Equal(["c", "d"], answer.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("label").GetString()));
        Assert.Equal(2, Count(answer, "forgotten"));
    }

    [Theory]
    [InlineData("not%20one")]
    [InlineData("a-label-of-more-than-sixty-four-letters-is-longer-than-any-we-ever-need")]
    public async Task Call_WithALabelThatIsNone_IsNotFoundAndLeavesNoTrace(string label)
    {
        var bot = host.NewBot();

        await Call(bot, label, "getMe", HttpStatusCode.NotFound);

        Assert.Empty(await Sessions(bot));
    }

    [Fact]
    public async Task Sessions_OfNoToken_AreRefused() =>
        await SandboxHost.Read(await host.Http.GetAsync("control/sessions/x", Cancelled), HttpStatusCode.BadRequest);

    private static async Task<JsonElement> Call(TestBot bot, string label, string call, HttpStatusCode expected = HttpStatusCode.OK, string prefix = "") =>
        await SandboxHost.Read(await bot.Host.Http.GetAsync($"{prefix}via/{label}/bot{bot.Token}/{call}", Cancelled), expected);

    private static async Task<JsonElement[]> Sessions(TestBot bot) =>
        [.. (await bot.Host.Get($"control/sessions/{bot.Number}")).GetProperty("sessions").EnumerateArray()];

    private static long Count(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
