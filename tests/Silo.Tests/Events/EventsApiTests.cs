using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Events;

[Collection(OneSilo.Name)]
public sealed class EventsApiTests(SharedSilo shared)
{
    private HttpClient Client => shared.Silo.Client;

    [Fact]
    public async Task List_OfABot_HasItsEventsInOrderPageByPage()
    {
        await shared.Silo.RegisterAsync("told", 401);
        await SayAsync(401, 7, "hello");
        await Client.UntilAsync("/api/v1/events?botId=told&type=MessageSent", page => page["items"]!.AsArray().Count > 0);

        var all = (await GetAsync("?botId=told"))["items"]!.AsArray();
        Assert.Equal("BotRegistered", (string?)all[0]!["type"]);
        var received = all.Single(one => (string?)one!["type"] == "MessageReceived")!;
        Assert.Equal(("told", 7), ((string?)received["botId"], (long)received["chatId"]!));
        Assert.True((long)received["data"]!["messageId"]! > 0);
        Assert.False(all[0]!.AsObject().ContainsKey("chatId"));

        var pages = new List<long>();
        for (string? after = "0"; after is not null;)
        {
            var page = await GetAsync($"?botId=told&limit=2&after={after}");
            pages.AddRange(page["items"]!.AsArray().Select(one => (long)one!["seq"]!));
            after = (string?)page["next"];
        }

        Assert.Equal(all.Select(one => (long)one!["seq"]!), pages.Take(all.Count));
    }

    [Fact]
    public async Task List_AfterARequestHasReturned_HasWhatItDid()
    {
        await shared.Silo.RegisterAsync("prompt", 402);

        Assert.Equal("BotRegistered", (string?)(await GetAsync("?botId=prompt"))["items"]![0]!["type"]);
    }

    [Theory]
    [InlineData("?after=-1", "query.parameter")]
    [InlineData("?after=x", "query.parameter")]
    [InlineData("?type=Nonsense", "query.parameter")]
    [InlineData("?botId=Not%20A%20Bot", "query.parameter")]
    [InlineData("?limit=201", "query.parameter")]
    public async Task Nonsense_IsRefused(string query, string code) =>
        await (await Client.GetAsync("/api/v1/events" + query)).ProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Stream_FromNowOn_TellsWhatHappensAndNothingElse()
    {
        await shared.Silo.RegisterAsync("live", 403);
        await Client.UntilAsync("/api/v1/events?botId=live&type=BotStarted", page => page["items"]!.AsArray().Count > 0);
        using var feed = await EventFeed.OpenAsync(Client, "?botId=live");

        await SayAsync(403, 8, "hello");

        var received = await feed.NextAsync();
        Assert.Equal(("MessageReceived", "live", 8), ((string?)received["type"], (string?)received["botId"], (long)received["chatId"]!));
        Assert.Equal("MessageSent", (string?)(await feed.NextAsync())["type"]);
        Assert.Contains("no-store", feed.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OfATypeOrTwo_LeavesTheOthersOut()
    {
        using var feed = await EventFeed.OpenAsync(Client, "?type=BotConfigChanged&type=BotRemoved");
        await shared.Silo.RegisterAsync("typed", 404);
        (await Client.PatchAsync("/api/v1/bots/typed", TestSilo.Json("""{"tags":["x"]}"""))).EnsureSuccessStatusCode();
        (await Client.DeleteAsync("/api/v1/bots/typed")).EnsureSuccessStatusCode();

        Assert.Equal("BotConfigChanged", (string?)(await feed.UntilAsync(one => (string?)one["botId"] == "typed"))["type"]);
        Assert.Equal("BotRemoved", (string?)(await feed.UntilAsync(one => (string?)one["botId"] == "typed"))["type"]);
    }

    [Fact]
    public async Task Stream_ThatIsDroppedAndComesBack_MissesNothingAndRepeatsNothing()
    {
        await shared.Silo.RegisterAsync("dropper", 405);
        const int messages = 40;
        var seen = new List<long>();
        string? lastEventId;
        using (var first = await EventFeed.OpenAsync(Client, "?botId=dropper&type=MessageReceived&after=0")) lastEventId = first.LastEventId;

        for (var message = 0; message < messages; message++)
        {
            await SayAsync(405, 100 + message, "hello");
            // Each connection takes a few and is dropped in the middle of what comes.
            if (message % 7 != 6) continue;
            using var feed = await EventFeed.OpenAsync(Client, "?botId=dropper&type=MessageReceived&after=0", lastEventId);
            for (var taken = 0; taken < 3; taken++) seen.Add((long)(await feed.NextAsync())["seq"]!);
            lastEventId = feed.LastEventId;
        }

        using (var last = await EventFeed.OpenAsync(Client, "?botId=dropper&type=MessageReceived", lastEventId))
        {
            while (seen.Count < messages) seen.Add((long)(await last.NextAsync())["seq"]!);
        }

        var stored = (await GetAsync("?botId=dropper&type=MessageReceived&limit=200"))["items"]!.AsArray().Select(one => (long)one!["seq"]!);
        Assert.Equal(stored, seen);
    }

    [Fact]
    public async Task Stream_OfAnUnreadableId_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("Last-Event-ID", "somewhere");
        await (await Client.SendAsync(request)).ProblemAsync(HttpStatusCode.BadRequest, "query.parameter");
    }

    [Fact]
    public async Task Key_WithAListOfBots_SeesOnlyTheirs()
    {
        await shared.Silo.RegisterAsync("heard", 406);
        await shared.Silo.RegisterAsync("unheard", 407);
        using var client = shared.Silo.WithKey(await KeyAsync("heard"));

        var items = (await (await client.GetAsync("/api/v1/events?limit=200")).JsonAsync())["items"]!.AsArray();
        Assert.NotEmpty(items);
        Assert.All(items, one => Assert.Equal("heard", (string?)one!["botId"]));
        await (await client.GetAsync("/api/v1/events?botId=unheard")).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await shared.Silo.WithKey(null).GetAsync("/api/v1/events")).ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_required");

        using var feed = await EventFeed.OpenAsync(client, "?type=BotConfigChanged");
        foreach (var bot in (string[])["unheard", "heard"]) (await Client.PatchAsync("/api/v1/bots/" + bot, TestSilo.Json("""{"tags":["seen"]}"""))).EnsureSuccessStatusCode();
        Assert.Equal("heard", (string?)(await feed.NextAsync())["botId"]);
    }

    [Fact]
    public async Task OpenApi_DescribesListAndStream()
    {
        var operation = (await (await Client.GetAsync("/openapi/v1.json")).JsonAsync())["paths"]!["/api/v1/events"]!["get"]!;

        Assert.NotNull(operation["responses"]!["200"]!["content"]!["application/json"]);
        Assert.NotNull(operation["responses"]!["200"]!["content"]!["text/event-stream"]);
        Assert.Equal(["after", "botId", "limit", "type"], operation["parameters"]!.AsArray().Where(one => (string?)one!["in"] == "query").Select(one => (string)one!["name"]!).Order());
    }

    private async Task<string> KeyAsync(string bot)
    {
        var answer = await (await Client.PostAsync("/api/v1/keys", TestSilo.Json($$"""{"name":"events of {{bot}}","role":"viewer","bots":["{{bot}}"]}"""))).JsonAsync();
        return (string)answer["key"]!;
    }

    private async Task<JsonNode> GetAsync(string query) => await (await Client.GetAsync("/api/v1/events" + query)).JsonAsync();

    private async Task SayAsync(long account, long chat, string text) =>
        (await Client.PostAsync("/sandbox/control/messages", TestSilo.Json(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"token":"{{account}}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","chatId":{{chat}},"from":{"id":{{chat}},"firstName":"Kim"},"text":"{{text}}"}""")))).EnsureSuccessStatusCode();
}
