using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MultiBot.SiloProcesses;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Telemetry;

[Collection(OneAfterAnother.Name)]
public sealed partial class MetricsTests
{
    /// <summary>Shown before anything has happened.</summary>
    private static readonly string[] Always =
    [
        "multibot_messages_received_total", "multibot_messages_sent_total", "multibot_llm_tokens_total", "multibot_send_outcomes_total",
        "multibot_bots", "multibot_chats_active", "multibot_events_lag_seconds", "multibot_lease_takeovers_total",
    ];

    /// <summary>Durations and sizes, which have no zero to show.</summary>
    private static readonly string[] OnceMeasured =
        ["multibot_reply_duration_seconds", "multibot_reply_overhead_seconds", "multibot_llm_duration_seconds", "multibot_store_batch_size"];

    /// <summary>Each look is one more.</summary>
    private const string Requests = "http_server_request_duration_seconds_count";

    [Fact]
    public async Task Metrics_OfASilo_AreThoseThatOthersRelyOn()
    {
        await using var llm = await LlmStub.StartAsync();
        await using var silo = await TestSilo.StartAsync();
        var first = await Exposition.ReadAsync(silo.Client);
        Assert.Equal([], Always.Except(first.Names));
        // Nobody has asked a model yet.
        Assert.Null(first.Value("multibot_llm_duration_seconds_count"));
        Assert.Equal((0, 0), (first.Value("multibot_send_outcomes_total", "outcome=\"uncertain\""), first.Value("multibot_bots", "status=\"Failed\"")));

        await silo.RegisterAsync("measured", 701, llm);
        await silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json("""[{"token":"701","chatId":3,"from":{"id":3,"firstName":"P"},"text":"hello #1"}]"""));
        var after = await Exposition.UntilAsync(silo.Client, page => page.Value("multibot_reply_duration_seconds_count") >= 1);

        Assert.Equal([], Always.Concat(OnceMeasured.SelectMany(name => new[] { $"{name}_bucket", $"{name}_sum", $"{name}_count" })).Except(after.Names));
        Assert.True(after.Value("multibot_messages_received_total") >= 1 && after.Value("multibot_messages_sent_total") >= 1, after.Text);
        Assert.True(after.Value("multibot_send_outcomes_total", "outcome=\"sent\"") >= 1 && after.Value("multibot_llm_tokens_total", "direction=\"input\"") >= 1, after.Text);
        Assert.True(after.Value("multibot_bots", "status=\"Running\"") >= 1 && after.Value("multibot_chats_active") >= 1, after.Text);
        Assert.True(after.Value("multibot_reply_overhead_seconds_sum") <= after.Value("multibot_reply_duration_seconds_sum"), after.Text);
        Assert.True(after.Value("multibot_store_batch_size_bucket", "le=\"1\"") >= 1 && after.Value("multibot_reply_duration_seconds_bucket", "le=\"3600\"") >= 1, after.Text);
        // A silo of two bots prints hundreds of lines, and none of them is about a bot.
        Assert.DoesNotContain("bot_id", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(":AAAAAAAAAA", after.Text, StringComparison.Ordinal);
        AssertNamesIn(after, "deploy/grafana/multibot.json", Dashboard());
        AssertNamesIn(after, "deploy/prometheus/alerts.yml", File.ReadAllText(InRepository("deploy/prometheus/alerts.yml")));
    }

    [Fact]
    public async Task Metrics_WhenAnotherSiloOfTheProcessEnds_StayAsTheyAre()
    {
        var other = await TestSilo.StartAsync();
        await using var silo = await TestSilo.StartAsync();
        var page = await Exposition.ReadAsync(silo.Client);
        Assert.Equal([], Always.Except(page.Names));

        await other.DisposeAsync();

        // What has ended is still shown once; and a page is handed out again for a moment.
        for (var fresh = 0; fresh < 3; fresh++)
        {
            var before = page.Value(Requests);
            page = await Exposition.UntilAsync(silo.Client, next => next.Value(Requests) != before);
            Assert.Equal([], Always.Except(page.Names));
        }
    }

    [Fact]
    public async Task BotTag_TurnedOn_NamesTheBot()
    {
        await using var llm = await LlmStub.StartAsync();
        await using var silo = await TestSilo.StartAsync(folder: null, "--MultiBot:Telemetry:BotTag=true");
        await silo.RegisterAsync("named", 702, llm);

        await silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json("""[{"token":"702","chatId":3,"from":{"id":3,"firstName":"P"},"text":"hello #1"}]"""));

        var page = await Exposition.UntilAsync(silo.Client, page => page.Value("multibot_reply_duration_seconds_count", "bot_id=\"named\"") >= 1);
        foreach (var name in new[] { "messages_received_total", "messages_sent_total", "send_outcomes_total", "reply_overhead_seconds_count", "llm_duration_seconds_count", "llm_tokens_total" })
            Assert.True(page.Value($"multibot_{name}", "bot_id=\"named\"") >= 1, $"{name}: {page.Text}");
    }

    [Fact]
    public async Task Metrics_FromElsewhere_NeedAKeyForAllBotsOrTheScrapeKey()
    {
        var folder = TestSilo.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "scrape.key"), "a-scrape-key-of-thirty-two-characters\n");
        await using var silo = await TestSilo.StartAsync(folder, $"--MultiBot:Telemetry:ScrapeKeyFile={folder}/scrape.key");
        var all = (string)(await (await silo.Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"all","role":"viewer"}"""))).JsonAsync())["key"]!;
        var some = (string)(await (await silo.Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"some","role":"admin","bots":["demo"]}"""))).JsonAsync())["key"]!;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, key: null, "127.0.0.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo, key: null, "silo.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo, "a-scrape-key-of-thirty-two-character", "silo.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(silo, some, "silo.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, all, "silo.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo, "a-scrape-key-of-thirty-two-characters", "silo.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo, "a-scrape-key-of-thirty-two-characters", "silo.example", "/api/v1/bots"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo, "a-scrape-key-of-thirty-two-characters", "silo.example", "/docs"));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestSilo silo, string? key, string host, string path = "/metrics")
    {
        using var client = silo.WithKey(key);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static void AssertNamesIn(Exposition page, string file, string text)
    {
        var used = Used().Matches(text).Select(match => match.Value).Distinct().ToList();
        Assert.True(used.Count > 5, $"The pattern finds hardly any metric in {file}.");
        Assert.True(used.All(page.Names.Contains), $"{file} asks for what no silo prints: {string.Join(", ", used.Where(name => !page.Names.Contains(name)))}");
    }

    /// <summary>The queries of all panels and variables.</summary>
    private static string Dashboard()
    {
        var board = JsonNode.Parse(File.ReadAllText(InRepository("deploy/grafana/multibot.json")))!;
        return string.Join('\n', Strings(board));
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field is { Key: "expr" or "query", Value: JsonValue query } && query.TryGetValue<string>(out var text) ? [text] : Strings(field.Value)),
        JsonArray items => items.SelectMany(Strings),
        _ => [],
    };

    private static string InRepository(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MultiBot.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, path);
    }

    [GeneratedRegex(@"\b(?:multibot|dotnet|orleans|kestrel|http_server)_[a-z0-9_]+\b(?!"")")]
    private static partial Regex Used();
}
