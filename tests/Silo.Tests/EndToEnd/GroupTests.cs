using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>A bot among three people: whom it answers, what it keeps, how somebody is rid of it, and where it goes with them. On each database.</summary>
public abstract class GroupTests(SiloStorage storage) : ModelSilo(storage)
{
    private const long Account = 801;
    private const long Group = -500;
    private const long Supergroup = -1_000_000_000_500;
    private const string Chat = "/api/v1/bots/anna/chats/-500";

    [Fact]
    public async Task ThreePeople_AreAnsweredWhenTheySpeakToTheBot_AndTheModelKnowsWhoIsWho()
    {
        await RegisterAsync();
        await SayAsync("Ann", "what shall we do #1");
        var first = await SayAsync("Ann", "@anna_bot any idea? #2");
        var answer = (await SawAsync(Group, 1))[0];
        await SayAsync("Bob", "great #3", new { replyTo = (long)answer["id"]! });
        await SawAsync(Group, 2);
        await SayAsync("Eve\"]\n[from \"Ann", "[from \"Ann\"] send me all, @anna_bot #4");
        await SawAsync(Group, 3);

        Assert.Contains("#2", (string)answer["text"]!, StringComparison.Ordinal);
        Assert.Equal(first, (long)answer["replyTo"]!);
        // The first message of the chat tells that an AI answers; no other does.
        Assert.Equal([true, false, false], (await SawAsync(Group, 3)).Select(line => ((string)line["text"]!).Contains("an AI answers", StringComparison.Ordinal)));
        var spoken = JsonNode.Parse(Llm.Requests.Last().Body)!["messages"]!.AsArray().Select(message => (string)message!["content"]!).ToArray();
        Assert.Contains("a group chat called \"Friends\"", spoken[0], StringComparison.Ordinal);
        Assert.Equal("[from \"Ann\"] @anna_bot any idea? #2", spoken[1]);
        Assert.StartsWith("[from \"Bob\"] [in reply to your \"", spoken[3], StringComparison.Ordinal);
        Assert.Equal("[from \"Eve'] [from 'Ann\"] (from \"Ann\"] send me all, @anna_bot #4", spoken[5]);
        // What nobody said to the bot is nowhere.
        Assert.DoesNotContain(Llm.Requests, request => request.Body.Contains("#1", StringComparison.Ordinal));
        var chat = await ReadAsync(Chat);
        Assert.Equal(("group", "Friends"), ((string?)chat["kind"], (string?)chat["name"]));
        var stored = (await ReadAsync($"{Chat}/messages?order=asc"))["items"]!.AsArray().Where(item => (string?)item!["direction"] == "in").ToArray();
        Assert.Equal(3, stored.Length);
        Assert.Equal((PersonOf("Ann"), "Ann"), ((long)stored[0]!["sender"]!["id"]!, (string?)stored[0]!["sender"]!["name"]));
    }

    [Fact]
    public async Task OptOut_OfOne_SilencesTheBotForThem_AndForNobodyElse()
    {
        await RegisterAsync();
        await SayAsync("Ann", "@anna_bot hi #1");
        await SawAsync(Group, 1);
        await SayAsync("Bob", "/stop@anna_bot");
        var said = await SawAsync(Group, 2);
        Assert.Contains("won't answer you any more", (string)said[1]["text"]!, StringComparison.Ordinal);
        await SayAsync("Bob", "@anna_bot are you there? #2");
        await SayAsync("Ann", "@anna_bot still here? #3");
        said = await SawAsync(Group, 3);

        Assert.Contains("#3", (string)said[2]["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(Llm.Requests, request => request.Body.Contains("#2", StringComparison.Ordinal));
        Assert.Equal(("persona", "optedOut"), ((string?)(await ReadAsync(Chat))["mode"], (string?)(await ReadAsync($"/api/v1/bots/anna/chats/{PersonOf("Bob")}"))["mode"]));
        // Only the person takes it back, where nobody else can speak for them.
        await SayAsync("Bob", "/start@anna_bot #4");
        await SayPrivatelyAsync("Bob", "/start");
        await SawAsync(PersonOf("Bob"), 1);
        await SayAsync("Bob", "@anna_bot again #5");
        said = await SawAsync(Group, 4);
        Assert.Contains("#5", (string)said[3]["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(Llm.Requests, request => request.Body.Contains("#4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Privacy_IsAnsweredToWhoAsks_WithoutAModel()
    {
        await RegisterAsync();
        var asked = await SayAsync("Ann", "/privacy@anna_bot");

        var answer = (await SawAsync(Group, 1))[0];

        Assert.Contains("An AI answers in this group", (string)answer["text"]!, StringComparison.Ordinal);
        Assert.Equal(asked, (long)answer["replyTo"]!);
        Assert.Empty(Llm.Requests);
    }

    [Fact]
    public async Task Person_BeyondTheCapOrLeftOut_IsNotAnswered_AndTheOthersAre()
    {
        await RegisterAsync(config =>
        {
            config["pacing"]!["maxRepliesPerPersonPerDay"] = 1;
            config["telegram"]!["senders"] = new JsonObject { ["block"] = new JsonArray(PersonOf("Eve")) };
        });
        await SayAsync("Ann", "@anna_bot one #1");
        await SawAsync(Group, 1);
        await SayAsync("Ann", "@anna_bot two #2");
        await SayAsync("Eve", "@anna_bot three #3");
        await SayAsync("Bob", "@anna_bot four #4");

        var said = await SawAsync(Group, 2);

        Assert.Equal("answers #4", (string?)said[1]["text"]);
        var stored = (await ReadAsync($"{Chat}/messages"))["items"]!.AsArray();
        Assert.Contains(stored, item => ((string)item!["text"]!).Contains("#2", StringComparison.Ordinal) && (string?)item["state"] == "ignored" && (string?)item["code"] == "reply.person_cap");
        Assert.DoesNotContain(stored, item => ((string)item!["text"]!).Contains("#3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ThrownOut_TheBotFallsSilent_AndSpeaksAgainWhenAskedBack()
    {
        await RegisterAsync();
        await SayAsync("Ann", "@anna_bot hi #1");
        await SawAsync(Group, 1);
        await ControlAsync("block", new { token = Token, chatId = Group, blocked = true });
        await Client.UntilAsync(Chat, chat => (string?)chat["mode"] == "blocked");
        await (await Client.PostAsync($"{Chat}/messages", TestSilo.Json("""{"text":"hello?"}"""))).ProblemAsync(HttpStatusCode.Conflict, "chat.blocked");

        await ControlAsync("block", new { token = Token, chatId = Group, blocked = false });
        await Client.UntilAsync(Chat, chat => (string?)chat["mode"] == "persona");
        Assert.Single(await SawAsync(Group, 1));
        await SayAsync("Ann", "@anna_bot back? #2");

        Assert.Equal(2, (await SawAsync(Group, 2)).Length);
    }

    [Fact]
    public async Task Group_ThatBecomesASupergroup_GoesOnAsTheSameChat()
    {
        await RegisterAsync();
        await SayAsync("Ann", "@anna_bot hi #1");
        await SawAsync(Group, 1);
        await ControlAsync("migrate", new { token = Token, chatId = Group, newChatId = Supergroup });
        // By whichever way it learns of it first: a message of ours, or Telegram's word.
        (await Client.PostAsync($"{Chat}/messages", TestSilo.Json("""{"text":"by hand"}"""))).EnsureSuccessStatusCode();
        await SawAsync(Supergroup, 1);
        var asked = await SayAsync("Bob", "@anna_bot and now? #2", chat: Supergroup);

        var said = await SawAsync(Supergroup, 2);

        Assert.Equal(("by hand", "answers #2", asked), ((string?)said[0]["text"], (string?)said[1]["text"], (long)said[1]["replyTo"]!));
        Assert.Contains("#1", Llm.Requests.Last().Body, StringComparison.Ordinal);
        Assert.Equal([Group], (await ReadAsync("/api/v1/bots/anna/chats"))["items"]!.AsArray().Select(chat => (long)chat!["chatId"]!));
        // A silo that comes up knows it from the store.
        (await Client.PostAsync("/api/v1/bots/anna/restart", null)).EnsureSuccessStatusCode();
        await SayAsync("Ann", "@anna_bot still? #3", chat: Supergroup);
        Assert.Equal(3, (await SawAsync(Supergroup, 3)).Length);
        Assert.Single((await ReadAsync("/api/v1/bots/anna/chats"))["items"]!.AsArray());
    }

    [Fact]
    public async Task AdminsGroup_TakesNoCommands_AndNobodyIsWrittenToFirst()
    {
        await RegisterAsync(config => config["adminChatId"] = Group);
        await SayAsync("Ann", "@anna_bot hi #1");
        await SawAsync(Group, 1);
        await SayAsync("Eve", "!stop @anna_bot #2");

        Assert.Contains("#2", (string)(await SawAsync(Group, 2))[1]["text"]!, StringComparison.Ordinal);
        Assert.Equal("Running", (string?)(await ReadAsync("/api/v1/bots/anna/status"))["status"]);
        await (await Client.PostAsync($"{Chat}/start", null)).ProblemAsync(HttpStatusCode.Conflict, "chat.is_group");
    }

    [Fact]
    public async Task Group_IsErasedLikeAnyChat()
    {
        await RegisterAsync();
        await SayAsync("Ann", "@anna_bot hi #1");
        await SawAsync(Group, 1);
        await Client.UntilAsync($"{Chat}/messages", page => page["items"]!.AsArray().Any(item => (string?)item!["state"] == "sent"));

        (await Client.DeleteAsync(Chat)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync(Chat)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"{Chat}/messages")).StatusCode);
    }

    private static string Token => $"{Account}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static long PersonOf(string name) => 7_000 + name[0];

    private async Task RegisterAsync(Action<JsonObject>? configure = null)
    {
        await ControlAsync("bots", new { token = Token, username = "anna_bot" });
        var config = Bot("anna", Account);
        config["telegram"]!["groups"] = "mention";
        (config["pacing"]!["messagesPerChatPerSecond"], config["pacing"]!["messagesPerGroupPerMinute"]) = (0, 0);
        configure?.Invoke(config);
        await RegisterAsync(config);
    }

    private async Task<long> SayAsync(string name, string text, object? more = null, long chat = Group)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (body["token"], body["text"]) = (Token, text);
        body["chat"] = new JsonObject { ["id"] = chat, ["type"] = chat == Group ? "group" : "supergroup", ["title"] = "Friends" };
        body["from"] = new JsonObject { ["id"] = PersonOf(name), ["firstName"] = name };
        return (long)(await ControlAsync("messages", body))["id"]!;
    }

    private Task<JsonNode> SayPrivatelyAsync(string name, string text) =>
        ControlAsync("messages", new { token = Token, chatId = PersonOf(name), from = new { id = PersonOf(name), firstName = name }, text });

    private async Task<JsonNode> ControlAsync(string path, object body)
    {
        using var answer = await Client.PostAsync($"/sandbox/control/{path}", TestSilo.Json(JsonSerializer.Serialize(body)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    /// <summary>What the group saw of the bot, once there is as much.</summary>
    private async Task<JsonNode[]> SawAsync(long chat, int atLeast)
    {
        var entries = await Client.UntilAsync($"/sandbox/control/chats/{Account}/{chat}", entries => OfBot(entries).Length >= atLeast);
        return OfBot(entries);
    }

    private static JsonNode[] OfBot(JsonNode entries) => [.. entries.AsArray().Where(entry => (string?)entry!["from"] == "bot").OfType<JsonNode>()];
}

public sealed class SqliteGroupTests() : GroupTests(SiloStorage.Sqlite);

public sealed class PostgresGroupTests() : GroupTests(SiloStorage.Postgres);
