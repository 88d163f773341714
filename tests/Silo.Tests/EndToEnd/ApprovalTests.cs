using System.Net;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>What the persona writes waits for an operator: seen from outside, on each database.</summary>
public abstract class ApprovalTests(SiloStorage storage) : ModelSilo(storage)
{
    private const long Account = 702;
    private const string Chat = "/api/v1/bots/anna/chats/7";

    [Fact]
    public async Task Draft_WhenApproved_IsSentOnceHoweverOftenThatIsSaid()
    {
        await RegisterAsync();
        var draft = await WaitingAsync("hi #1");
        Assert.Contains("answers #1", (string)draft["text"]!, StringComparison.Ordinal);
        Assert.Empty(await SeenAsync());
        var message = (await ReadAsync($"{Chat}/messages"))["items"]![0]!;
        Assert.Equal(("received", (long)message["id"]!), ((string?)message["state"], (long)draft["answers"]![0]!));
        Assert.Equal("hi #1", (string?)(await ReadAsync($"{Chat}/messages/{message["id"]}/prompt"))["messages"]!.AsArray()[^1]!["text"]);

        var sent = await ApproveAsync(draft);
        var again = await ApproveAsync(draft, """{"text":"something else"}""");

        Assert.Equal(sent, again);
        await SaysAsync("answers #1");
        Assert.Equal(("approved", sent), await StandsAsync(draft));
        Assert.Equal("answered", (string?)(await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single(item => (string?)item!["direction"] == "in")!["state"]);
        Assert.Equal(["answered draft.approved", "drafted reply.written"], await DecisionsAsync());
        Assert.Equal("hi #1", (string?)(await ReadAsync($"{Chat}/messages/{sent}/prompt"))["messages"]!.AsArray()[^1]!["text"]);
        Assert.Equal(["DraftWaiting", "DraftSettled"], (await ReadAsync("/api/v1/events?botId=anna&type=DraftWaiting&type=DraftSettled"))["items"]!.AsArray().Select(item => (string)item!["type"]!));
        await (await PostAsync($"{Chat}/drafts/{draft["id"]}/reject", "{}")).ProblemAsync(HttpStatusCode.Conflict, "draft.settled");
        Assert.Single(await SeenAsync());
    }

    [Fact]
    public async Task Operator_PutsItOtherwise_AndThePersonSeesHisWords()
    {
        await RegisterAsync();
        var draft = await WaitingAsync("hi #1");
        await (await PostAsync($"{Chat}/drafts/{draft["id"]}/approve", """{"text":"  "}""")).ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");
        await (await PostAsync($"{Chat}/drafts/{draft["id"]}/approve", $$"""{"text":"{{new string('x', 20_481)}}"}""")).ProblemAsync(HttpStatusCode.BadRequest, "message.too_long");
        await (await PostAsync($"{Chat}/drafts/{(long)draft["id"]! + 1}/approve", "{}")).ProblemAsync(HttpStatusCode.NotFound, "draft.not_found");
        await (await PostAsync($"/api/v1/bots/anna/chats/99/drafts/{draft["id"]}/approve", "{}")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");

        var sent = await ApproveAsync(draft, """{"text":"By my own hand."}""");

        await SaysAsync("By my own hand.");
        // Who is told for the first time is told that an AI answers, whoever found the words.
        Assert.Contains("AI", await SeenAsync() is [var first] ? first : "", StringComparison.Ordinal);
        var message = (await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single(item => (long)item!["id"]! == sent)!;
        Assert.Equal("persona", (string?)message["by"]);
        Assert.Equal("answered draft.edited", (await DecisionsAsync())[0]);
        Assert.Contains("answers #1", (string)(await DraftsAsync())[0]!["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_WhenRejected_LeavesTheMessageUnanswered()
    {
        await RegisterAsync();
        var draft = await WaitingAsync("hi #1");

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync($"{Chat}/drafts/{draft["id"]}/reject", "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.PostAsync($"{Chat}/drafts/{draft["id"]}/reject", null)).StatusCode);

        var message = (await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single()!;
        Assert.Equal(("ignored", "draft.rejected"), ((string?)message["state"], (string?)message["code"]));
        Assert.Equal(["silent draft.rejected", "drafted reply.written"], await DecisionsAsync());
        Assert.Single(Llm.Requests);
        await (await PostAsync($"{Chat}/drafts/{draft["id"]}/approve", "{}")).ProblemAsync(HttpStatusCode.Conflict, "draft.settled");
        Assert.Empty(await SeenAsync());
    }

    [Fact]
    public async Task Draft_WhenAnotherIsWanted_IsWrittenAgain()
    {
        await RegisterAsync();
        var first = await WaitingAsync("hi #1");

        (await PostAsync($"{Chat}/drafts/{first["id"]}/reject", """{"again":true}""")).EnsureSuccessStatusCode();

        var drafts = await UntilWaitingAsync(other: (long)first["id"]!);
        Assert.Equal(["waiting", "rejected"], drafts.Select(draft => (string)draft!["state"]!));
        Assert.Equal(2, Llm.Requests.Count);
        await ApproveAsync(drafts[0]!);
        await SaysAsync("answers #1");
    }

    [Fact]
    public async Task Draft_WhenThePersonWritesOn_IsSupersededByOneThatAnswersAll()
    {
        await RegisterAsync();
        var first = await WaitingAsync("hi #1");
        await SayAsync("and more #2");

        var drafts = await UntilWaitingAsync(other: (long)first["id"]!);

        Assert.Equal(["waiting", "superseded"], drafts.Select(draft => (string)draft!["state"]!));
        Assert.Equal(2, drafts[0]!["answers"]!.AsArray().Count);
        await (await PostAsync($"{Chat}/drafts/{first["id"]}/approve", "{}")).ProblemAsync(HttpStatusCode.Conflict, "draft.superseded");
        await ApproveAsync(drafts[0]!);
        await SaysAsync("answers #1 #2");
        Assert.Single(await SeenAsync());
        Assert.Contains("withdrawn draft.superseded", await DecisionsAsync());
    }

    [Fact]
    public async Task Draft_WhenAHumanTakesOver_IsSupersededAndNoneIsWritten()
    {
        await RegisterAsync();
        var draft = await WaitingAsync("hi #1");
        (await Client.PostAsync($"{Chat}/takeover", null)).EnsureSuccessStatusCode();

        await Client.UntilAsync("/api/v1/bots/anna/decisions", list => list["items"]!.AsArray().Any(item => (string?)item!["reason"] == "draft.superseded"));
        Assert.Equal("superseded", (await StandsAsync(draft)).State);
        await (await PostAsync($"{Chat}/drafts/{draft["id"]}/approve", "{}")).ProblemAsync(HttpStatusCode.Conflict, "draft.superseded");
    }

    [Fact]
    public async Task Draft_OutlivesItsSiloAndIsNotWrittenTwice()
    {
        await RegisterAsync();
        var draft = await WaitingAsync("hi #1");

        await RestartAsync();
        await Client.UntilAsync("/api/v1/bots/anna/status", status => (string?)status["status"] == "Running");

        Assert.Equal("waiting", (await StandsAsync(draft)).State);
        Assert.Single(Llm.Requests);
        await ApproveAsync(draft);
        await SaysAsync("answers #1");
        Assert.Single(await DraftsAsync());
    }

    [Fact]
    public async Task Chat_SaysOtherwiseThanItsBot_AndTheBotsSwitchIsLive()
    {
        await RegisterAsync(approval: false);
        await SayAsync("hi #1");
        await SaysAsync("answers #1");
        Assert.Null((await ReadAsync(Chat))["approval"]);

        (await Client.PutAsync(Chat, TestSilo.Json("""{"approval":true}"""))).EnsureSuccessStatusCode();
        Assert.True((bool)(await ReadAsync(Chat))["approval"]!);
        await SayAsync("more #2");
        var waiting = (await UntilWaitingAsync())[0]!;
        await ApproveAsync(waiting);
        await SaysAsync("answers #2");

        (await Client.PutAsync(Chat, TestSilo.Json("""{"approval":null}"""))).EnsureSuccessStatusCode();
        await SayAsync("once more #3");
        await SaysAsync("answers #3");
        var patch = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/bots/anna") { Content = TestSilo.Json("""{"features":{"approval":true}}""") };
        (await Client.SendAsync(patch)).EnsureSuccessStatusCode();
        await SayAsync("and again #4");
        Assert.Contains("answers #4", (string)(await UntilWaitingAsync())[0]!["text"]!, StringComparison.Ordinal);
        Assert.Equal(3, (await SeenAsync()).Count);
        await (await Client.PutAsync(Chat, TestSilo.Json("""{"approval":"yes"}"""))).ProblemAsync(HttpStatusCode.BadRequest, "config.wrong_type");
    }

    [Fact]
    public async Task Persona_ThatIsAskedToWriteFirst_WaitsForTheOperatorToo()
    {
        await RegisterAsync();
        await ApproveAsync(await WaitingAsync("hi #1"));
        await SaysAsync("answers #1");

        (await Client.PostAsync($"{Chat}/start", null)).EnsureSuccessStatusCode();
        var draft = (await UntilWaitingAsync())[0]!;
        Assert.Equal(("asked", 0), ((string?)draft["action"], draft["answers"]!.AsArray().Count));
        Assert.Single(await SeenAsync());

        await ApproveAsync(draft);
        await Client.UntilAsync($"/sandbox/control/chats/{Account}/7", seen => seen.AsArray().Count(line => (string?)line!["from"] == "bot") == 2);
        Assert.Equal("wroteFirst draft.approved", (await DecisionsAsync())[0]);

        await SayAsync("oh #2");
        await ApproveAsync((await UntilWaitingAsync())[0]!);
        (await Client.PostAsync($"{Chat}/start", null)).EnsureSuccessStatusCode();
        (await PostAsync($"{Chat}/drafts/{(await UntilWaitingAsync())[0]!["id"]}/reject", "{}")).EnsureSuccessStatusCode();
        Assert.Equal("leftOff draft.rejected", (await DecisionsAsync())[0]);
    }

    [Fact]
    public async Task Person_GetsTheirDraftsWithTheCopyAndErasedWithTheRest()
    {
        await RegisterAsync();
        await WaitingAsync("hi #1");

        var copy = await ReadAsync($"{Chat}/export");
        Assert.Contains("answers #1", (string)copy["drafts"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.Equal("waiting", (string?)copy["drafts"]![0]!["state"]);
        (await Client.DeleteAsync(Chat)).EnsureSuccessStatusCode();

        await (await Client.GetAsync($"{Chat}/drafts")).ProblemAsync(HttpStatusCode.NotFound, "chat.not_found");
    }

    private async Task RegisterAsync(bool approval = true)
    {
        var config = Bot("anna", Account);
        config["features"] = new JsonObject { ["approval"] = approval };
        await RegisterAsync(config);
    }

    private async Task<JsonNode> WaitingAsync(string text)
    {
        await SayAsync(text);
        return (await UntilWaitingAsync())[0]!;
    }

    private async Task<JsonArray> UntilWaitingAsync(long? other = null) => (await Client.UntilAsync(
        $"{Chat}/drafts", page => page["items"] is JsonArray { Count: > 0 } items && (string?)items[0]!["state"] == "waiting" && (long)items[0]!["id"]! != other))["items"]!.AsArray();

    private async Task<long> ApproveAsync(JsonNode draft, string? body = null)
    {
        var answer = body is null ? await Client.PostAsync($"{Chat}/drafts/{draft["id"]}/approve", null) : await PostAsync($"{Chat}/drafts/{draft["id"]}/approve", body);
        Assert.True(answer.StatusCode is HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (long)(await answer.JsonAsync())["id"]!;
    }

    private async Task<(string State, long? Message)> StandsAsync(JsonNode draft)
    {
        var found = (await DraftsAsync()).Single(item => (long)item!["id"]! == (long)draft["id"]!)!;
        return ((string)found["state"]!, (long?)found["messageId"]);
    }

    private async Task<JsonArray> DraftsAsync() => (await ReadAsync($"{Chat}/drafts"))["items"]!.AsArray();

    private async Task<List<string>> DecisionsAsync() =>
        [.. (await ReadAsync("/api/v1/bots/anna/decisions?chatId=7"))["items"]!.AsArray().Select(item => $"{item!["kind"]} {item["reason"]}")];

    /// <summary>What the person saw of the bot.</summary>
    private async Task<List<string>> SeenAsync() =>
        [.. (await ReadAsync($"/sandbox/control/chats/{Account}/7")).AsArray().Where(line => (string?)line!["from"] == "bot").Select(line => (string)line!["text"]!)];

    private Task<JsonNode> SaysAsync(string text) => Client.UntilAsync(
        $"/sandbox/control/chats/{Account}/7", seen => seen.AsArray().Any(line => (string?)line!["from"] == "bot" && ((string)line["text"]!).Contains(text, StringComparison.Ordinal)));

    private async Task SayAsync(string text) => (await PostAsync(
        "/sandbox/control/messages", $$"""{"token":"{{Account}}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","chatId":7,"from":{"id":7,"firstName":"Kim"},"text":"{{text}}"}""")).EnsureSuccessStatusCode();
}

public sealed class SqliteApprovalTests() : ApprovalTests(SiloStorage.Sqlite);

public sealed class PostgresApprovalTests() : ApprovalTests(SiloStorage.Postgres);
