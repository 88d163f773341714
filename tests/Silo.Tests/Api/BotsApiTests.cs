using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Api;

[Collection(OneSilo.Name)]
public sealed class BotsApiTests(SharedSilo shared)
{
    private HttpClient Client => shared.Silo.Client;

    [Fact]
    public async Task Register_ANewBot_AnswersCreatedWithLocationRevisionAndMaskedSecrets()
    {
        var response = await Client.PostAsync("/api/v1/bots", TestSilo.Json(TestSilo.Bot("reg", 201)));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/v1/bots/reg", response.Headers.Location?.ToString());
        Assert.NotNull(response.Headers.ETag);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("201:AAAA", text, StringComparison.Ordinal);
        Assert.Equal("reg", (string?)JsonNode.Parse(text)!["botId"]);
    }

    [Fact]
    public async Task Register_TheSameIdTwice_IsAConflict()
    {
        await shared.Silo.RegisterAsync("twice", 202);

        var again = await Client.PostAsync("/api/v1/bots", TestSilo.Json(TestSilo.Bot("twice", 203)));

        await again.ProblemAsync(HttpStatusCode.Conflict, "bot.exists");
    }

    [Fact]
    public async Task Register_WithAnUnknownField_PointsAtIt()
    {
        var body = TestSilo.Bot("odd", 204).Replace("\"kind\"", "\"colour\":\"red\",\"kind\"", StringComparison.Ordinal);

        var problem = await (await Client.PostAsync("/api/v1/bots", TestSilo.Json(body))).JsonAsync();

        Assert.Equal(400, (int?)problem["status"]);
        Assert.Equal("/telegram/colour", (string?)problem["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task Register_WithATokenThatIsNone_IsRefusedAndDoesNotRepeatIt()
    {
        const string token = "this-is-no-token";
        var response = await Client.PostAsync("/api/v1/bots", TestSilo.Json($$$"""{"botId":"bad","name":"bad","telegram":{"kind":"bot","token":"{{{token}}}"}}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(token, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnUnknownBot_IsNotFound()
    {
        foreach (var path in new[] { "", "/status", "/chats", "/parked", "/chats/1", "/chats/1/messages" })
            await (await Client.GetAsync("/api/v1/bots/nobody" + path)).ProblemAsync(HttpStatusCode.NotFound, "bot.not_found");
    }

    [Fact]
    public async Task Get_AnIdThatCanBeNone_SaysWhichParameter()
    {
        var problem = await (await Client.GetAsync("/api/v1/bots/NOBODY%21")).ProblemAsync(HttpStatusCode.BadRequest, "query.parameter");

        Assert.Contains("botId", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_WithTheRevisionThatWasRead_ChangesAndRaisesIt()
    {
        await shared.Silo.RegisterAsync("patched", 205);
        var read = await Client.GetAsync("/api/v1/bots/patched");
        using var patch = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/bots/patched") { Content = TestSilo.Json("""{"name":"Neu"}""") };
        patch.Headers.IfMatch.Add(read.Headers.ETag!);

        var changed = await Client.SendAsync(patch);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(read.Headers.ETag, changed.Headers.ETag);
        Assert.Equal("Neu", (string?)(await changed.JsonAsync())["name"]);
    }

    [Theory]
    [InlineData("PATCH", "\"999\"")]
    [InlineData("PUT", "\"999\"")]
    [InlineData("DELETE", "\"999\"")]
    [InlineData("PATCH", "\"not-ours\"")]
    public async Task Change_WithAStaleRevision_FailsThePrecondition(string method, string tag)
    {
        var id = $"stale-{method}-{tag.Length}".ToLowerInvariant();
        await shared.Silo.RegisterAsync(id, 206);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/bots/" + id)
        {
            Content = TestSilo.Json(method == "PATCH" ? """{"name":"x"}""" : TestSilo.Bot(id, 206)),
        };
        request.Headers.TryAddWithoutValidation("If-Match", tag);

        await (await Client.SendAsync(request)).ProblemAsync(HttpStatusCode.PreconditionFailed, "config.revision_stale");
    }

    [Fact]
    public async Task Delete_ABot_ReservesItsIdUntilErased()
    {
        await shared.Silo.RegisterAsync("gone", 207);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/api/v1/bots/gone")).StatusCode);
        await (await Client.GetAsync("/api/v1/bots/gone")).ProblemAsync(HttpStatusCode.NotFound, "bot.not_found");
        await (await Client.PostAsync("/api/v1/bots", TestSilo.Json(TestSilo.Bot("gone", 207)))).ProblemAsync(HttpStatusCode.Conflict, "bot.exists");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/api/v1/bots/gone?erase=true")).StatusCode);
        await shared.Silo.RegisterAsync("gone", 207);
    }

    [Fact]
    public async Task List_PageByPage_ShowsEveryBotOnce()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            var bot = TestSilo.Bot($"page-{number}", 210 + number).Replace("\"name\"", "\"tags\":[\"paged\"],\"name\"", StringComparison.Ordinal);
            (await Client.PostAsync("/api/v1/bots", TestSilo.Json(bot))).EnsureSuccessStatusCode();
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await (await Client.GetAsync("/api/v1/bots?tag=paged&limit=2" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)))).JsonAsync();
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["botId"]!));
            after = (string?)page["next"];
        }
        while (after is not null);

        Assert.Equal(["page-0", "page-1", "page-2", "page-3", "page-4"], seen);
    }

    [Theory]
    [InlineData("limit=0", "query.parameter")]
    [InlineData("limit=201", "query.parameter")]
    [InlineData("limit=many", "query.parameter")]
    [InlineData("status=Happy", "query.parameter")]
    [InlineData("status=3", "query.parameter")]
    [InlineData("sort=size", "query.parameter")]
    [InlineData("after=%00%ff", "query.cursor")]
    [InlineData("after=bm9uc2Vuc2U", "query.cursor")]
    public async Task List_WithANonsenseParameter_IsRefused(string query, string code) =>
        await (await Client.GetAsync("/api/v1/bots?" + query)).ProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task StopAndStart_ABot_AreAnsweredWithWhereItStands()
    {
        await shared.Silo.RegisterAsync("updown", 220);

        Assert.Equal("Stopped", (string?)(await (await Client.PostAsync("/api/v1/bots/updown/stop", null)).JsonAsync())["status"]);
        Assert.False((bool)(await (await Client.GetAsync("/api/v1/bots/updown/status")).JsonAsync())["shouldRun"]!);
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync("/api/v1/bots/updown/start", null)).StatusCode);
        var running = await Client.UntilAsync("/api/v1/bots/updown/status", status => (string?)status["status"] == "Running");
        Assert.Equal(shared.Silo.Identity.Name, (string?)running["silo"]);
    }

    [Fact]
    public async Task Batch_OverIdsAndUnknownOnes_AnswersForEach()
    {
        await shared.Silo.RegisterAsync("batched", 221);

        var answer = await (await Client.PostAsync("/api/v1/bots:batch", TestSilo.Json("""{"select":{"ids":["batched","nobody"]},"do":"stop"}"""))).JsonAsync();

        Assert.True((bool)answer["items"]![0]!["done"]!);
        Assert.Equal("bot.not_found", (string?)answer["items"]![1]!["problem"]!["code"]);
    }

    [Theory]
    [InlineData("""{"select":{},"do":"stop"}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["a"],"tag":"b"},"do":"stop"}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["a"]},"do":"dance"}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["A!"]},"do":"stop"}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["a"]},"do":"patch"}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["a"]}}""", "body.invalid")]
    [InlineData("""{"select":{"ids":["a"]},"do":"stop","hurry":true}""", "body.invalid")]
    public async Task Batch_ThatMakesNoSense_IsRefused(string body, string code) =>
        await (await Client.PostAsync("/api/v1/bots:batch", TestSilo.Json(body))).ProblemAsync(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Templates_PutListGetDelete_RoundTrip()
    {
        var put = await Client.PutAsync("/api/v1/templates/calm", TestSilo.Json("""{"pacing":{"debounceSeconds":9}}"""));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var list = await (await Client.GetAsync("/api/v1/templates")).JsonAsync();
        Assert.Contains("calm", list["items"]!.AsArray().Select(item => (string?)item!["name"]));
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/api/v1/templates/calm")).StatusCode);
        await (await Client.GetAsync("/api/v1/templates/calm")).ProblemAsync(HttpStatusCode.NotFound, "template.not_found");
    }

    [Fact]
    public async Task IdempotencyKey_SentTwice_RegistersOnceAndAnswersTheSame()
    {
        async Task<HttpResponseMessage> Send(string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bots") { Content = TestSilo.Json(body) };
            request.Headers.Add("Idempotency-Key", "once-and-only-once");
            return await Client.SendAsync(request);
        }

        var first = await Send(TestSilo.Bot("idem", 230));
        var second = await Send(TestSilo.Bot("idem", 230));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        await (await Send(TestSilo.Bot("other", 231))).ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency.other_request");
    }
}
