using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Security;

[Collection(OneSilo.Name)]
public sealed class AccessTests(SharedSilo shared)
{
    private HttpClient Admin => shared.Silo.Client;

    [Theory]
    [InlineData("/api/v1/bots")]
    [InlineData("/api/v1/cluster")]
    [InlineData("/api/v1/keys")]
    [InlineData("/api/v1/no-such-thing")]
    public async Task Api_WithoutAKey_IsRefused(string path)
    {
        using var stranger = shared.Silo.WithKey(null);

        var response = await stranger.GetAsync(path);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_required");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("mb_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("a-fixed-admin-key-for-tests-0123456788")]
    [InlineData("x")]
    public async Task Api_WithAKeyOfNobody_IsRefused(string key)
    {
        using var stranger = shared.Silo.WithKey(key);

        await (await stranger.GetAsync("/api/v1/bots")).ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_invalid");
    }

    [Fact]
    public async Task Viewer_MayReadAndNothingElse()
    {
        using var viewer = shared.Silo.WithKey(await MakeAsync("""{"name":"v","role":"viewer"}"""));

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/v1/bots")).StatusCode);
        await (await viewer.PostAsync("/api/v1/bots", TestSilo.Json("{}"))).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await viewer.PostAsync("/api/v1/bots/demo/stop", null)).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await viewer.GetAsync("/api/v1/keys")).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task Operator_MayCommandButNotRegister()
    {
        await shared.Silo.RegisterAsync("op-bot", 401);
        using var caller = shared.Silo.WithKey(await MakeAsync("""{"name":"o","role":"operator"}"""));

        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/api/v1/bots/op-bot/restart", null)).StatusCode);
        await (await caller.DeleteAsync("/api/v1/bots/op-bot")).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await caller.PostAsync("/api/v1/bots:batch", TestSilo.Json("""{"select":{"ids":["op-bot"]},"do":"remove"}""")))
            .ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task KeyWithAListOfBots_SeesAndTouchesOnlyThose()
    {
        await shared.Silo.RegisterAsync("mine", 402);
        await shared.Silo.RegisterAsync("theirs", 403);
        using var caller = shared.Silo.WithKey(await MakeAsync("""{"name":"m","role":"admin","bots":["mine"]}"""));

        var list = await (await caller.GetAsync("/api/v1/bots")).JsonAsync();
        Assert.Equal(["mine"], list["items"]!.AsArray().Select(item => (string)item!["botId"]!));
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/bots/mine")).StatusCode);
        foreach (var path in new[] { "", "/status", "/chats", "/chats/1/messages", "/parked" })
            await (await caller.GetAsync("/api/v1/bots/theirs" + path)).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        var batch = await (await caller.PostAsync("/api/v1/bots:batch", TestSilo.Json("""{"select":{"ids":["mine","theirs"]},"do":"stop"}"""))).JsonAsync();
        Assert.Equal(["mine"], batch["items"]!.AsArray().Select(item => (string)item!["botId"]!));
        await (await caller.PostAsync("/api/v1/bots", TestSilo.Json(TestSilo.Bot("another", 404)))).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await caller.PutAsync("/api/v1/templates/t", TestSilo.Json("{}"))).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        await (await caller.GetAsync("/api/v1/keys")).ProblemAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task Revoked_AKeyThatWasJustUsed_IsRefusedAtOnce()
    {
        var made = await (await Admin.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"r","role":"viewer"}"""))).JsonAsync();
        using var caller = shared.Silo.WithKey((string)made["key"]!);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/bots")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Admin.DeleteAsync("/api/v1/keys/" + (string)made["id"]!)).StatusCode);

        await (await caller.GetAsync("/api/v1/bots")).ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_invalid");
        await (await Admin.DeleteAsync("/api/v1/keys/" + (string)made["id"]!)).ProblemAsync(HttpStatusCode.NotFound, "key.not_found");
    }

    [Fact]
    public async Task Keys_Listed_NeverShowTheKey()
    {
        var key = await MakeAsync("""{"name":"listed","role":"viewer"}""");

        var list = await (await Admin.GetAsync("/api/v1/keys")).Content.ReadAsStringAsync();

        Assert.Contains("listed", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.DoesNotContain("\"key\"", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/sandbox/control/journal")]
    public async Task LoopbackDoor_IsOpenToAProgramHere_AndShutToProxiesAndOtherPages(string path)
    {
        using var local = shared.Silo.WithKey(null);

        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync(path)).StatusCode);
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Host", "evil.example"), ("Origin", "http://evil.example"),
            ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(name, value);
            await (await local.SendAsync(request)).ProblemAsync(HttpStatusCode.Unauthorized, "auth.key_required");
        }
    }

    [Fact]
    public async Task Docs_LoadNothingFromElsewhere()
    {
        using var local = shared.Silo.WithKey(null);
        var page = await local.GetAsync("/docs/");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        using var stranger = shared.Silo.WithKey(null);
        Assert.Equal("/docs", new Uri(shared.Silo.Identity.LocalUrl, "/docs").AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryPathWithErrorsAndSignIn()
    {
        var document = await (await Admin.GetAsync("/openapi/v1.json")).JsonAsync();

        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["Bearer"]!["scheme"]);
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[] { "/bots", "/bots:batch", "/bots/{botId}", "/bots/{botId}/status", "/templates/{name}", "/bots/{botId}/chats/{chatId}/messages", "/bots/{botId}/parked/{messageId}/retry", "/cluster", "/keys/{keyId}" })
            Assert.True(paths.ContainsKey("/api/v1" + path), path);
        foreach (var operation in paths.SelectMany(path => path.Value!.AsObject()))
        {
            Assert.NotNull(operation.Value!["summary"]);
            Assert.NotNull(operation.Value["responses"]!["default"]!["content"]!["application/problem+json"]);
        }

        Assert.Equal("string", TypeOf(document["components"]!["schemas"]!["Secret"]!));
    }

    [Fact]
    public async Task Health_OfARunningSilo_IsReady()
    {
        using var stranger = shared.Silo.WithKey(null);

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/live")).StatusCode);
        var ready = await (await stranger.GetAsync("/health/ready")).JsonAsync();
        Assert.Equal(("Healthy", "Healthy"), ((string?)ready["checks"]!["orleans"], (string?)ready["checks"]!["lease"]));
    }

    [Fact]
    public async Task Cluster_ShowsThisSilo()
    {
        var silos = (await (await Admin.GetAsync("/api/v1/cluster")).JsonAsync())["silos"]!.AsArray();

        Assert.Equal((shared.Silo.Identity.Name, shared.Silo.Identity.HttpPort), ((string?)silos.Single()!["name"], (int)silos[0]!["httpPort"]!));
    }

    private static string? TypeOf(JsonNode schema) => schema["type"] is JsonArray several ? (string?)several[^1] : (string?)schema["type"];

    private async Task<string> MakeAsync(string body) => (string)(await (await Admin.PostAsync("/api/v1/keys", TestSilo.Json(body))).JsonAsync())["key"]!;
}
