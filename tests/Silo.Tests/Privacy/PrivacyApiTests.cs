using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Privacy;

/// <summary>What people may ask for, over the real silo, with the sandbox as Telegram.</summary>
[Collection(OneSilo.Name)]
public sealed class PrivacyApiTests(SharedSilo shared)
{
    private const string Secret = "Zwiebelkuchen";

    private HttpClient Client => shared.Silo.Client;

    [Fact]
    public async Task Erasure_OverTheApi_LeavesNothingInTheFilesAndThePersonMayComeBack()
    {
        await shared.Silo.RegisterAsync("eraser", 701);
        await SayAsync(701, 21, $"My name is {Secret}");
        await AnsweredAsync("eraser", 21, answers: 1);

        var erased = await Client.DeleteAsync("/api/v1/bots/eraser/chats/21");

        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.False(FilesHold(Secret), "The text is still in the database's files.");
        await (await Client.GetAsync("/api/v1/bots/eraser/chats/21")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.GetAsync("/api/v1/bots/eraser/chats/21/messages")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.GetAsync("/api/v1/bots/eraser/chats/21/export")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.PostAsync("/api/v1/bots/eraser/chats/21/messages", TestSilo.Json("""{"text":"are you there?"}"""))).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await (await Client.DeleteAsync("/api/v1/bots/eraser/chats/21")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");

        await SayAsync(701, 21, "hello again");
        await AnsweredAsync("eraser", 21, answers: 1);
        var messages = (await (await Client.GetAsync("/api/v1/bots/eraser/chats/21/messages?order=asc")).JsonAsync())["items"]!.AsArray();
        Assert.Equal("hello again", (string?)messages[0]!["text"]);
    }

    [Fact]
    public async Task Erasure_NeedsAnAdmin()
    {
        await shared.Silo.RegisterAsync("guarded", 702);
        var made = await (await Client.PostAsync("/api/v1/keys", TestSilo.Json("""{"name":"an operator","role":"operator"}"""))).JsonAsync();
        using var client = shared.Silo.WithKey((string)made["key"]!);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.DeleteAsync("/api/v1/bots/guarded/chats/22")).StatusCode);
        await (await Client.DeleteAsync("/api/v1/bots/nobody/chats/22")).ProblemAsync(HttpStatusCode.NotFound, "bot.not_found");
    }

    [Fact]
    public async Task Export_HoldsEverythingThatIsHeld()
    {
        await shared.Silo.RegisterAsync("exporter", 703);
        await SayAsync(703, 23, "first");
        await AnsweredAsync("exporter", 23, answers: 1);
        await SayAsync(703, 23, "second");
        await AnsweredAsync("exporter", 23, answers: 2);

        var response = await Client.GetAsync("/api/v1/bots/exporter/chats/23/export");

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var export = await response.JsonAsync();
        Assert.Equal(("exporter", 23, "Kim", "persona", false), ((string?)export["botId"], (int)export["chatId"]!, (string?)export["name"], (string?)export["mode"], (bool)export["doNotContact"]!));
        var messages = export["messages"]!.AsArray();
        Assert.Equal(["contact", "persona", "contact", "persona"], messages.Select(message => (string?)message!["by"]));
        Assert.Equal(["first", "second"], messages.Where(message => (string?)message!["direction"] == "in").Select(message => (string?)message!["text"]));
        Assert.NotNull(export["decisions"]);
    }

    [Fact]
    public async Task Person_OnTheList_IsNotAnsweredNotWrittenToAndCanBeTakenOff()
    {
        await shared.Silo.RegisterAsync("polite", 704);
        await SayAsync(704, 24_000_001, "hi");
        await AnsweredAsync("polite", 24_000_001, answers: 1);

        var added = await Client.PostAsync("/api/v1/do-not-contact", TestSilo.Json("""{"chatId":24000001,"note":"asked by mail"}"""));
        var entry = await added.JsonAsync();
        await SayAsync(704, 24_000_001, "are you there?");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var messages = await Client.UntilAsync("/api/v1/bots/polite/chats/24000001/messages", page => (string?)page["items"]![0]!["state"] == "ignored");
        Assert.Equal("chat.do_not_contact", (string?)messages["items"]![0]!["code"]);
        await (await Client.PostAsync("/api/v1/bots/polite/chats/24000001/messages", TestSilo.Json("""{"text":"by hand"}"""))).ProblemAsync(HttpStatusCode.Conflict, "chat.do_not_contact");
        Assert.Equal((string?)entry["id"], (string?)(await (await Client.GetAsync("/api/v1/do-not-contact?chatId=24000001")).JsonAsync())["items"]![0]!["id"]);
        Assert.Contains((await (await Client.GetAsync("/api/v1/do-not-contact")).JsonAsync())["items"]!.AsArray(), item => (string?)item!["note"] == "asked by mail");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync("/api/v1/do-not-contact?chatId=24000001")).StatusCode);
        await (await Client.DeleteAsync($"/api/v1/do-not-contact/{entry["id"]}")).ProblemAsync(HttpStatusCode.NotFound, "do_not_contact.not_found");
        await SayAsync(704, 24_000_001, "and now?");
        await AnsweredAsync("polite", 24_000_001, answers: 2);
    }

    [Theory]
    [InlineData("""{"note":"whom?"}""", "do_not_contact.person")]
    [InlineData("""{"chatId":5,"userId":5}""", "do_not_contact.person")]
    [InlineData("""{"chatId":0}""", "do_not_contact.person")]
    [InlineData("""{"chatId":5,"expiresAt":"2020-01-01T00:00:00Z"}""", "do_not_contact.expiry")]
    public async Task List_RefusesWhatMakesNoSense(string body, string code)
    {
        var problem = await (await Client.PostAsync("/api/v1/do-not-contact", TestSilo.Json(body))).JsonAsync();

        Assert.Equal(code, (string?)problem["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task Privacy_AskedFor_IsToldByTheSystemAndStopIsConfirmedOnce()
    {
        await shared.Silo.RegisterAsync("teller", 705);
        await SayAsync(705, 25, "/privacy");
        var told = await SeenAsync(705, 25, atLeast: 1);
        await SayAsync(705, 25, "/stop");
        await SeenAsync(705, 25, atLeast: 2);
        await SayAsync(705, 25, "stop");
        await SayAsync(705, 25, "/privacy");
        var seen = await SeenAsync(705, 25, atLeast: 3);

        Assert.Contains("An AI answers in this chat", told[0], StringComparison.Ordinal);
        Assert.Equal(["An AI answers", "You won't get", "An AI answers"], seen.Select(text => text[..13]));
        await (await Client.PostAsync("/api/v1/bots/teller/chats/25/messages", TestSilo.Json("""{"text":"by hand"}"""))).ProblemAsync(HttpStatusCode.Conflict, "chat.opted_out");

        await SayAsync(705, 25, "/start");
        Assert.Equal(4, (await SeenAsync(705, 25, atLeast: 4)).Count);
    }

    [Fact]
    public async Task Privacy_OfABotWithItsOwnWords_IsToldInThose()
    {
        var config = JsonNode.Parse(TestSilo.Bot("wordy", 706))!;
        config["persona"] = new JsonObject { ["privacy"] = "Ask Anna about your data." };
        (await Client.PostAsync("/api/v1/bots", TestSilo.Json(config.ToJsonString()))).EnsureSuccessStatusCode();

        await SayAsync(706, 26, "/privacy@wordy_bot");

        Assert.Equal(["Ask Anna about your data."], await SeenAsync(706, 26, atLeast: 1));
    }

    private bool FilesHold(string text) => Directory.GetFiles(shared.Silo.Folder, "multibot.db*")
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Any(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task AnsweredAsync(string bot, long chat, int answers) => await Client.UntilAsync(
        $"/api/v1/bots/{bot}/chats/{chat}/messages?limit=200", page => page["items"]!.AsArray().Count(message => (string?)message!["state"] == "sent") >= answers);

    private async Task SayAsync(long account, long chat, string text)
    {
        var message = new { token = $"{account}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", chatId = chat, from = new { id = chat, firstName = "Kim" }, text };
        (await Client.PostAsJsonAsync("/sandbox/control/messages", message)).EnsureSuccessStatusCode();
    }

    private async Task<List<string>> SeenAsync(long account, long chat, int atLeast)
    {
        var seen = await Client.UntilAsync($"/sandbox/control/chats/{account}/{chat}", lines => Texts(lines).Count >= atLeast);
        return Texts(seen);
    }

    private static List<string> Texts(JsonNode seen) =>
        [.. seen.AsArray().Where(line => (string?)line!["from"] == "bot").Select(line => (string)line!["text"]!)];
}
