using System.Net;
using System.Net.Http.Headers;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Webhooks;

[Collection(OneSilo.Name)]
public sealed class WebhooksApiTests(SharedSilo shared)
{
    private HttpClient Client => shared.Silo.Client;

    [Fact]
    public async Task Webhook_FromItsMakingToItsEnd()
    {
        await using var catcher = await Catcher.StartAsync();
        var made = await Client.PostAsync("/api/v1/webhooks", TestSilo.Json(Body(catcher, """ "bots":["hooked"],"types":["BotRegistered","BotConfigChanged"] """)));
        var hook = await made.JsonAsync();
        var path = made.Headers.Location!.OriginalString;
        await shared.Silo.RegisterAsync("hooked", 2201);
        var caught = await catcher.NextAsync();

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(catcher.Secret, (string?)hook["secret"]);
        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Equal(("BotRegistered", "hooked"), ((string?)caught["type"], (string?)caught["botId"]));

        var read = await Client.GetAsync(path);
        var seen = await read.JsonAsync();
        Assert.Equal(("***", catcher.Url, "\"1\""), ((string?)seen["secret"], (string?)seen["url"], read.Headers.ETag!.Tag));
        var list = (await (await Client.GetAsync("/api/v1/webhooks")).JsonAsync())["items"]!.AsArray();
        Assert.DoesNotContain(catcher.Secret, list.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(list, one => (string?)one!["id"] == (string?)seen["id"]);

        // Sent back as it was read, it changes nothing; nor does a stale one.
        var same = await Client.PutAsync(path, TestSilo.Json(seen.ToJsonString()));
        Assert.Equal((HttpStatusCode.OK, "***"), (same.StatusCode, (string?)(await same.JsonAsync())["secret"]));
        await (await SendAsync(HttpMethod.Patch, path, """{"enabled":false}""", ifMatch: "\"1\"")).ProblemAsync(HttpStatusCode.PreconditionFailed, "config.revision_stale");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Patch, path, """{"name":"renamed"}""", ifMatch: "\"2\"")).StatusCode);
        await Client.PatchAsync("/api/v1/bots/hooked", TestSilo.Json("""{"name":"other"}"""));
        Assert.Equal("BotConfigChanged", (string?)(await catcher.NextAsync())["type"]);
        await Client.UntilAsync(path, one => (long)one["state"]!["position"]! >= (long)caught["seq"]! && (string?)one["name"] == "renamed" && one["state"]!["lastDeliveredAt"] is not null);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(path)).StatusCode);
        await (await Client.GetAsync(path)).ProblemAsync(HttpStatusCode.NotFound, "webhook.not_found");
    }

    [Fact]
    public async Task Secret_WhenNoneIsGiven_IsDrawnAndShownOnce_AndAnewWhenAskedFor()
    {
        var made = await Client.PostAsync("/api/v1/webhooks", TestSilo.Json("""{"name":"drawn","url":"http://127.0.0.1:9/x","types":["BotStopped"],"enabled":false}"""));
        var path = made.Headers.Location!.OriginalString;
        var first = (string)(await made.JsonAsync())["secret"]!;

        await (await Client.PatchAsync(path, TestSilo.Json("""{"url":"http://127.0.0.1:9/y"}"""))).ProblemAsync(HttpStatusCode.BadRequest, "config.secret_required");
        var second = (string)(await (await Client.PatchAsync(path, TestSilo.Json("""{"url":"http://127.0.0.1:9/y","secret":null}"""))).JsonAsync())["secret"]!;

        Assert.StartsWith("whsec_", first, StringComparison.Ordinal);
        Assert.StartsWith("whsec_", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        await Client.DeleteAsync(path);
    }

    [Fact]
    public async Task Test_SendsAPing_AndTellsWhatCameBack()
    {
        await using var catcher = await Catcher.StartAsync();
        var made = await Client.PostAsync("/api/v1/webhooks", TestSilo.Json(Body(catcher, """ "types":["BotStopped"],"enabled":false """)));
        var path = made.Headers.Location!.OriginalString;

        var taken = await (await Client.PostAsync(path + "/test", null)).JsonAsync();
        catcher.Status = 418;
        var refused = await (await Client.PostAsync(path + "/test", null)).JsonAsync();

        Assert.Equal("Ping", (string?)(await catcher.NextAsync())["type"]);
        Assert.Equal((true, 200), ((bool)taken["delivered"]!, (int)taken["status"]!));
        Assert.True((double)taken["durationMs"]! > 0);
        Assert.Equal((false, 418, "webhook.refused"), ((bool)refused["delivered"]!, (int)refused["status"]!, (string?)refused["code"]));
        await Client.DeleteAsync(path);
    }

    [Theory]
    [InlineData("""{"name":"n","types":["BotStopped"],"url":"ftp://x"}""", "webhook.bad_url")]
    [InlineData("""{"name":"n","types":["Nothing"],"url":"http://x"}""", "config.unknown_value")]
    [InlineData("""{"name":"n","types":["BotStopped"],"url":"http://x","state":5,"more":1}""", "config.unknown_field")]
    [InlineData("""{"name":"n","types":["BotStopped"],"url":"http://x","bots":["a"],"tag":"t"}""", "webhook.audience")]
    [InlineData("[]", "json.invalid")]
    public async Task Nonsense_IsRefused(string body, string code) =>
        await (await Client.PostAsync("/api/v1/webhooks", TestSilo.Json(body))).ProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Webhooks_AreForAdminsOfAllBots()
    {
        foreach (var key in new[] { """{"name":"o","role":"operator"}""", """{"name":"a","role":"admin","bots":["demo"]}""" })
        {
            var made = await (await Client.PostAsync("/api/v1/keys", TestSilo.Json(key))).JsonAsync();
            using var caller = shared.Silo.WithKey((string)made["key"]!);
            await (await caller.GetAsync("/api/v1/webhooks")).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
            await (await caller.PostAsync("/api/v1/webhooks", TestSilo.Json("{}"))).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        }
    }

    [Fact]
    public async Task Webhook_AfterARestartOfTheSilo_GoesOnByItself()
    {
        var folder = TestSilo.NewFolder();
        await using var catcher = await Catcher.StartAsync();
        await using (var before = await TestSilo.StartAsync(folder))
        {
            await before.Client.PostAsync("/api/v1/webhooks", TestSilo.Json(Body(catcher, """ "bots":["restarted"],"types":["BotRegistered","BotConfigChanged"] """)));
            await before.RegisterAsync("restarted", 2301);
            Assert.Equal("BotRegistered", (string?)(await catcher.NextAsync())["type"]);
        }

        await using var after = await TestSilo.StartAsync(folder);
        await after.Client.PatchAsync("/api/v1/bots/restarted", TestSilo.Json("""{"name":"other"}"""));

        Assert.Equal("BotConfigChanged", (string?)(await catcher.NextAsync())["type"]);
    }

    [Fact]
    public async Task Description_NamesThePathsAndTheBody()
    {
        var document = await (await Client.GetAsync("/openapi/v1.json")).JsonAsync();

        var paths = document["paths"]!.AsObject();
        Assert.Contains("/api/v1/webhooks/{webhookId}/test", paths.Select(path => path.Key));
        Assert.Contains("WebhookItem", document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key));
        var body = document["components"]!["schemas"]!["WebhookBodyShape"]!["properties"]!.AsObject().Select(field => field.Key);
        Assert.Equal(["name", "url", "secret", "bots", "tag", "types", "includeText", "enabled"], body);
    }

    private static string Body(Catcher catcher, string more) => $$"""{"name":"test","url":"{{catcher.Url}}","secret":"{{catcher.Secret}}",{{more}}}""";

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body, string ifMatch)
    {
        using var request = new HttpRequestMessage(method, path) { Content = TestSilo.Json(body) };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        return await Client.SendAsync(request);
    }
}
