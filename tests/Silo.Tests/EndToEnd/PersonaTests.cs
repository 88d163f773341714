using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>What a persona remembers, why it wrote, and that it writes first: seen from outside, on each database.</summary>
public abstract class PersonaTests(SiloStorage storage) : ModelSilo(storage)
{
    private const long Account = 701;
    private const string Chat = "/api/v1/bots/anna/chats/7";

    [Fact]
    public async Task Person_IsRememberedAndTheNextPromptTellsOfIt()
    {
        await RegisterAsync(config =>
        {
            config["memory"] = new JsonObject { ["analyzeEvery"] = 4 };
            config["persona"] = new JsonObject { ["focusTopics"] = new JsonArray("interests") };
        });
        await TalkAsync("I like chess #1", "answers #1");
        await TalkAsync("and tea #2", "answers #2");

        var chat = await Client.UntilAsync(Chat, chat => (string?)chat["summary"] == "They talked of #2.");
        Assert.Equal(("Likes #2", "analysis"), ((string?)chat["profile"]!["interests"]![0]!["text"], (string?)chat["profile"]!["interests"]![0]!["source"]));
        Assert.Equal(("en", "Asia/Bishkek"), ((string?)chat["language"], (string?)chat["timeZone"]));

        var answer = await TalkAsync("hello again #3", "answers #3");
        var prompt = await ReadAsync($"{Chat}/messages/{answer}/prompt");
        var system = (string)prompt["messages"]![0]!["text"]!;
        Assert.Contains("They talked of #2.", system, StringComparison.Ordinal);
        Assert.Contains("Likes #2", system, StringComparison.Ordinal);
        Assert.Equal(("user", "hello again #3"), ((string?)prompt["messages"]!.AsArray()[^1]!["role"], (string?)prompt["messages"]!.AsArray()[^1]!["text"]));
        // The model's request is what is shown, word by word.
        Assert.Contains(Llm.Requests, request => Spoken(request.Body).SequenceEqual(Spoken(prompt)));
    }

    [Fact]
    public async Task Operator_TellsOfAPerson_AndTheNextPromptKnowsButTagsAndNotesStayOut()
    {
        await RegisterAsync();
        await TalkAsync("hi #1", "answers #1");
        var read = await Client.GetAsync(Chat);
        const string edit = """
            {"name":"Kimmy","tags":["vip-tag"],"notes":"secret-note","language":"ru","timeZone":"Asia/Tokyo","profile":{"work":["Is a pilot"]}}
            """;

        var changed = await Client.SendAsync(Put(edit, read.Headers.ETag!.Tag));

        var chat = await changed.EnsureSuccessStatusCode().JsonAsync();
        Assert.NotEqual(read.Headers.ETag, changed.Headers.ETag);
        Assert.Equal(("Kimmy", "secret-note", "ru", "Asia/Tokyo"), ((string?)chat["name"], (string?)chat["notes"], (string?)chat["language"], (string?)chat["timeZone"]));
        Assert.Equal(("Is a pilot", "operator"), ((string?)chat["profile"]!["work"]![0]!["text"], (string?)chat["profile"]!["work"]![0]!["source"]));
        var listed = (await ReadAsync("/api/v1/bots/anna/chats?tag=vip-tag"))["items"]!.AsArray().Single()!;
        Assert.Equal(chat.ToString(), listed.ToString());
        // What was read may be sent back as it is.
        (await Client.SendAsync(Put(chat.ToString(), changed.Headers.ETag!.Tag))).EnsureSuccessStatusCode();
        await (await Client.SendAsync(Put(edit, read.Headers.ETag!.Tag))).ProblemAsync(HttpStatusCode.PreconditionFailed, "config.revision_stale");
        await (await Client.SendAsync(Put("""{"timeZone":"Mars/Olympus"}"""))).ProblemAsync(HttpStatusCode.BadRequest, "config.bad_time_zone");
        await (await Client.SendAsync(Put(edit, null, "/api/v1/bots/anna/chats/99"))).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");

        var answer = await TalkAsync("hello #2", "answers #2");
        var system = (string)(await ReadAsync($"{Chat}/messages/{answer}/prompt"))["messages"]![0]!["text"]!;
        Assert.All(["Kimmy", "Is a pilot", "\"ru\""], known => Assert.Contains(known, system, StringComparison.Ordinal));
        Assert.DoesNotContain(Llm.Requests, request => request.Body.Contains("vip-tag", StringComparison.Ordinal) || request.Body.Contains("secret-note", StringComparison.Ordinal));
        Assert.Equal("vip-tag", (string?)Assert.Single((await ReadAsync("/api/v1/bots/anna/chats?tag=vip-tag"))["items"]!.AsArray())!["tags"]![0]);
        Assert.Empty((await ReadAsync("/api/v1/bots/anna/chats?tag=other"))["items"]!.AsArray());
        Assert.Contains((await ReadAsync("/api/v1/events?botId=anna&type=ContactChanged"))["items"]!.AsArray(), item => (long)item!["chatId"]! == 7);
    }

    [Fact]
    public async Task Message_OutsideOfTheHours_WaitsAndIsAnsweredOnceTheyOpen()
    {
        var far = TimeProvider.System.GetUtcNow().AddHours(11);
        var closed = $"{far:HH}:00-{far.AddHours(1):HH}:00";
        await RegisterAsync(config => config["pacing"] = new JsonObject
        {
            ["debounceSeconds"] = 0, ["minTypingSeconds"] = 0, ["maxTypingSeconds"] = 0, ["messagesPerChatPerSecond"] = 0,
            ["replyWindows"] = new JsonObject { ["workdays"] = new JsonArray(closed), ["weekends"] = new JsonArray(closed) },
        });
        await SayAsync("hi #1");
        await Client.UntilAsync($"{Chat}/messages", page => page["items"] is JsonArray { Count: 1 });
        // An operator's words go out meanwhile; nothing else does.
        (await Client.PostAsync($"{Chat}/messages", TestSilo.Json("""{"text":"by hand"}"""))).EnsureSuccessStatusCode();
        await Client.UntilAsync($"{Chat}/messages", page => page["items"]!.AsArray().Any(item => Says(item!, "by hand")));
        Assert.Contains((await ReadAsync($"{Chat}/messages"))["items"]!.AsArray(), item => (string?)item!["text"] == "hi #1" && (string?)item["state"] == "received");
        Assert.Empty(Llm.Requests);

        var patch = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/bots/anna") { Content = TestSilo.Json("""{"pacing":{"replyWindows":null}}""") };
        (await Client.SendAsync(patch)).EnsureSuccessStatusCode();

        await Client.UntilAsync($"{Chat}/messages", page => page["items"]!.AsArray().Any(item => Says(item!, "answers #1")));
    }

    [Fact]
    public async Task People_WhoAreBlockedOrBeyondTheCap_AreMetWithSilenceThatIsExplained()
    {
        await RegisterAsync(config =>
        {
            config["telegram"]!["senders"] = new JsonObject { ["block"] = new JsonArray(8) };
            config["pacing"]!["maxRepliesPerPersonPerDay"] = 1;
        });
        await TalkAsync("hi #1", "answers #1");
        await SayAsync("more #2");
        await SayAsync("hello #3", chat: 8);

        await IgnoredAsync(Chat, "reply.person_cap");
        await IgnoredAsync("/api/v1/bots/anna/chats/8", "sender.blocked");

        var decisions = (await ReadAsync("/api/v1/bots/anna/decisions"))["items"]!.AsArray().Select(item => $"{item!["kind"]} {item["reason"]} {item["chatId"]}");
        Assert.Equal(["answered reply.written 7", "silent reply.person_cap 7", "silent sender.blocked 8"], decisions.Order());
        Assert.Single(Llm.Requests);

        Task<JsonNode> IgnoredAsync(string chat, string code) => Client.UntilAsync(
            $"{chat}/messages", page => page["items"] is JsonArray items && items.Any(item => (string?)item!["state"] == "ignored" && (string?)item["code"] == code));
    }

    [Fact]
    public async Task Answer_AndSilence_HaveTheirDecisions()
    {
        await RegisterAsync();
        await TalkAsync("hi #1", "answers #1");
        (await Client.PostAsync($"{Chat}/takeover", null)).EnsureSuccessStatusCode();

        var items = (await ReadAsync("/api/v1/bots/anna/decisions?chatId=7"))["items"]!.AsArray();

        Assert.Equal(["silent chat.human", "answered reply.written"], items.Select(item => $"{item!["kind"]} {item["reason"]}"));
        Assert.Equal(("stub", 1), ((string?)items[1]!["inputs"]!["model"], (int?)items[1]!["inputs"]!["inputTokens"]));
        Assert.Empty((await ReadAsync("/api/v1/bots/anna/decisions?chatId=8"))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/api/v1/bots/nobody/decisions")).StatusCode);
    }

    [Fact]
    public async Task Prompt_OfABotThatKeepsNone_IsNotThere()
    {
        await RegisterAsync(config => config["features"] = new JsonObject { ["keepPrompts"] = false });
        var answer = await TalkAsync("hi #1", "answers #1");

        await (await Client.GetAsync($"{Chat}/messages/{answer}/prompt")).ProblemAsync(HttpStatusCode.NotFound, "prompt.not_kept");
        await (await Client.GetAsync($"{Chat}/messages/{answer + 1_000_000}/prompt")).ProblemAsync(HttpStatusCode.NotFound, "message.not_found");
    }

    [Fact]
    public async Task Persona_ThatIsAskedTo_WritesFirst()
    {
        await RegisterAsync();
        await (await Client.PostAsync($"{Chat}/start", null)).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
        await TalkAsync("hi #1", "answers #1");

        Assert.Equal(HttpStatusCode.Accepted, (await Client.PostAsync($"{Chat}/start", null)).StatusCode);

        await Client.UntilAsync($"/sandbox/control/chats/{Account}/7", seen => seen.AsArray().Count(line => (string?)line!["from"] == "bot") == 2);
        var decisions = (await ReadAsync("/api/v1/bots/anna/decisions?chatId=7"))["items"]!.AsArray();
        Assert.Contains(decisions, item => (string?)item!["kind"] == "wroteFirst" && (string?)item["reason"] == "autonomy.asked");
        Assert.Contains(Llm.Requests, request => request.Body.Contains("you write first", StringComparison.Ordinal));

        (await Client.PostAsync($"{Chat}/pause", null)).EnsureSuccessStatusCode();
        await (await Client.PostAsync($"{Chat}/start", null)).ProblemAsync(HttpStatusCode.Conflict, "chat.mode");
    }

    [Fact]
    public async Task Bot_ThatWritesFirst_PlansItAndShowsThePlan()
    {
        await RegisterAsync(config => config["autonomy"] = new JsonObject
        {
            ["enabled"] = true, ["followUpProbability"] = 1, ["followUpHours"] = new JsonArray(1, 2), ["minHoursBetween"] = 0,
            ["windows"] = new JsonObject { ["workdays"] = new JsonArray("00:00-24:00"), ["weekends"] = new JsonArray("00:00-24:00") },
        });
        await TalkAsync("hi #1", "answers #1");

        var decisions = await Client.UntilAsync("/api/v1/bots/anna/decisions", list => list["items"]!.AsArray().Any(item => (string?)item!["kind"] == "planned"));

        var plan = decisions["items"]!.AsArray().First(item => (string?)item!["kind"] == "planned")!;
        Assert.Equal(("autonomy.follow_up_drawn", "followUp"), ((string?)plan["reason"], (string?)plan["inputs"]!["action"]));
        var preview = await ReadAsync("/api/v1/bots/anna/preview?days=1");
        var line = Assert.Single(preview["items"]!.AsArray(), item => item!["at"] is not null)!;
        Assert.Equal(("followUp", 1.0), ((string?)line["action"], (double)line["probability"]!));
        // The store keeps whole microseconds.
        Assert.Equal((DateTimeOffset)plan["inputs"]!["dueAt"]!, (DateTimeOffset)line["at"]!, TimeSpan.FromMicroseconds(1));
        await (await Client.GetAsync("/api/v1/bots/anna/preview?days=99")).ProblemAsync(HttpStatusCode.BadRequest, "query.parameter");
    }

    private async Task RegisterAsync(Action<JsonObject>? configure = null)
    {
        var config = Bot("anna", Account);
        configure?.Invoke(config);
        await RegisterAsync(config);
    }

    /// <summary>Says something and waits for the answer, whose id is told.</summary>
    private async Task<long> TalkAsync(string text, string answer)
    {
        await SayAsync(text);
        var page = await Client.UntilAsync($"{Chat}/messages", page => page["items"] is JsonArray items && items.Any(item => Says(item!, answer)));
        return (long)page["items"]!.AsArray().First(item => Says(item!, answer))!["id"]!;
    }

    private async Task SayAsync(string text, long chat = 7) => (await Client.PostAsync("/sandbox/control/messages", TestSilo.Json(
        $$"""{"token":"{{Account}}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","chatId":{{chat}},"from":{"id":{{chat}},"firstName":"Kim"},"text":"{{text}}"}"""))).EnsureSuccessStatusCode();

    private static HttpRequestMessage Put(string json, string? revision = null, string path = Chat)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = TestSilo.Json(json) };
        if (revision is not null) request.Headers.TryAddWithoutValidation("If-Match", revision);
        return request;
    }

    private static bool Says(JsonNode message, string text) =>
        (string?)message["state"] == "sent" && ((string)message["text"]!).Contains(text, StringComparison.Ordinal);

    private static IEnumerable<string> Spoken(string request) =>
        JsonNode.Parse(request)!["messages"]!.AsArray().Select(message => message!["content"] is JsonArray parts ? (string)parts[0]!["text"]! : (string)message["content"]!);

    private static IEnumerable<string> Spoken(JsonNode prompt) => prompt["messages"]!.AsArray().Select(message => (string)message!["text"]!);
}

public sealed class SqlitePersonaTests() : PersonaTests(SiloStorage.Sqlite);

public sealed class PostgresPersonaTests() : PersonaTests(SiloStorage.Postgres);
