using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Notices;

/// <summary>Trouble of bots, from the event to the words in a chat, on a silo of its own.</summary>
public sealed class NoticesTests
{
    private const long Admin = 9;

    private static readonly string[] Quick =
    [
        "--MultiBot:Events:SubscriberSign=00:00:00.2", "--MultiBot:Events:StoreEffectsEvery=00:00:00.2", "--MultiBot:Notices:Collect=00:00:00.1",
    ];

    [Fact]
    public async Task Messages_ThatAreRefused_AreToldToTheAdminOnce()
    {
        await using var silo = await TestSilo.StartAsync(null, Quick);
        await RegisterAsync(silo, "told", 501);
        await SayAsync(silo, 501, Admin, "hello");
        await SawAsync(silo, 501, Admin, texts => texts.Length == 1);
        await BreakAsync(silo, new { kind = 400, token = "501", method = "sendMessage", chatId = 7, description = "Bad Request: nonsense" });

        await SayAsync(silo, 501, 7, "one");
        var told = (await SawAsync(silo, 501, Admin, texts => texts.Length == 2))[1];
        Assert.StartsWith("told: ReplyFailed at ", told, StringComparison.Ordinal);
        Assert.EndsWith(" UTC, telegram.bad_request.", told, StringComparison.Ordinal);

        // What follows waits for the interval: the admin is answered as anybody is, and that is all.
        await SayAsync(silo, 501, 7, "two");
        await silo.Client.UntilAsync("/api/v1/events?botId=told&type=ReplyFailed", page => page["items"]!.AsArray().Count == 2);
        await SayAsync(silo, 501, Admin, "what was that?");
        var seen = await SawAsync(silo, 501, Admin, texts => texts.Length == 3);
        Assert.Single(seen, text => text.Contains("ReplyFailed", StringComparison.Ordinal));

        var messages = await (await silo.Client.GetAsync($"/api/v1/bots/told/chats/{Admin}/messages")).JsonAsync();
        var notice = messages["items"]!.AsArray().Single(message => (string?)message!["text"] == told)!;
        Assert.Equal(("out", "operator", "sent"), ((string?)notice["direction"], (string?)notice["by"], (string?)notice["state"]));
    }

    [Fact]
    public async Task Trouble_AndItsEnd_AreTold()
    {
        await using var silo = await TestSilo.StartAsync(null, [.. Quick, "--MultiBot:Notices:Every=00:00:00.5", "--MultiBot:Telegram:FirstRetryPause=00:00:00.2"]);
        await RegisterAsync(silo, "shaky", 502);
        await SayAsync(silo, 502, Admin, "hello");
        await SawAsync(silo, 502, Admin, texts => texts.Length == 1);

        await BreakAsync(silo, new { kind = 500, token = "502", method = "getUpdates", count = 2 });
        await SayAsync(silo, 502, Admin, "are you there?");
        var seen = await SawAsync(silo, 502, Admin, texts => texts.Any(text => text.Contains("It runs again since", StringComparison.Ordinal)));

        Assert.Contains(seen, text => text.Contains("HealthCheckFailed", StringComparison.Ordinal) && text.Contains("telegram.server_error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fleet_IsToldOfABotThatCanSayNothing()
    {
        await using var silo = await TestSilo.StartAsync(
            null, [.. Quick, "--MultiBot:Notices:Fleet:Bot=warden", $"--MultiBot:Notices:Fleet:ChatId={Admin}", "--MultiBot:Notices:Fleet:Every=00:00:01"]);
        await RegisterAsync(silo, "warden", 503);
        await SayAsync(silo, 503, Admin, "hello");
        await SawAsync(silo, 503, Admin, texts => texts.Length == 1);
        await PostAsync(silo, "bots", new { token = "504", revoked = true });

        await RegisterAsync(silo, "broken", 504);
        var told = await SawAsync(silo, 503, Admin, texts => texts.Length == 2);
        Assert.Equal("1 bot in trouble: broken (telegram.token_rejected).", told[1]);

        await PostAsync(silo, "bots", new { token = "504", revoked = false });
        (await silo.Client.PostAsync("/api/v1/bots/broken/restart", null)).EnsureSuccessStatusCode();
        told = await SawAsync(silo, 503, Admin, texts => texts.Length == 3);
        Assert.Equal("No bot in trouble; 1 recovered: broken.", told[2]);
    }

    private static async Task RegisterAsync(TestSilo silo, string id, long account)
    {
        var bot = JsonNode.Parse(TestSilo.Bot(id, account))!.AsObject();
        bot["adminChatId"] = Admin;
        bot["features"] = new JsonObject { ["disclosure"] = false };
        (await silo.Client.PostAsync("/api/v1/bots", TestSilo.Json(bot.ToJsonString()))).EnsureSuccessStatusCode();
    }

    private static Task SayAsync(TestSilo silo, long account, long chat, string text) =>
        PostAsync(silo, "messages", new { token = account.ToString(CultureInfo.InvariantCulture), chatId = chat, from = new { id = chat, firstName = "Person" }, text });

    private static Task BreakAsync(TestSilo silo, object fault) => PostAsync(silo, "faults", fault);

    private static async Task PostAsync(TestSilo silo, string path, object body) =>
        (await silo.Client.PostAsJsonAsync("/sandbox/control/" + path, body)).EnsureSuccessStatusCode();

    /// <summary>What the person saw of the bot.</summary>
    private static async Task<string[]> SawAsync(TestSilo silo, long account, long chat, Func<string[], bool> isSo)
    {
        var entries = await silo.Client.UntilAsync($"/sandbox/control/chats/{account}/{chat}", entries => isSo(Texts(entries)));
        return Texts(entries);
    }

    private static string[] Texts(JsonNode entries) =>
        [.. entries.AsArray().Where(entry => (string?)entry!["from"] == "bot").Select(entry => (string)entry!["text"]!)];
}
