using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>What a model calls for, seen from outside: in the next prompt, in the chat when it is due, in the admin's chat, and in the record.</summary>
public sealed class ToolsTests() : ModelSilo(SiloStorage.Sqlite, Quick)
{
    private const long Account = 731;
    private const long Admin = 9;
    private const string Chat = "/api/v1/bots/anna/chats/7";

    private static readonly string[] Quick =
    [
        "--MultiBot:Events:SubscriberSign=00:00:00.2", "--MultiBot:Events:StoreEffectsEvery=00:00:00.2", "--MultiBot:Notices:Collect=00:00:00.1",
    ];

    [Fact]
    public async Task Fact_ThatTheModelNotes_IsKnownToTheNextPromptAndRecorded()
    {
        await RegisterAsync("remember");
        Llm.Calls = text => text.Contains("#1", StringComparison.Ordinal) ? [("remember", """{"topic":"work","text":"Is a nurse"}"""), ("shell", "{}")] : [];

        await TalkAsync("I am a nurse #1", "answers #1");
        await TalkAsync("hello again #2", "answers #2");

        Assert.Contains("Is a nurse", Llm.Requests.Last().Body, StringComparison.Ordinal);
        var fact = Assert.Single((await ReadAsync(Chat))["profile"]!["facts"]!.AsArray())!;
        Assert.Equal(("Is a nurse", "tool"), ((string?)fact["text"], (string?)fact["source"]));
        var decisions = await DecisionsAsync();
        Assert.Null(decisions[0]["calls"]);
        Assert.Equal(
            [("remember", "Noted.", true, null), ("shell", "Refused: there is no such tool.", false, "tool.refused")],
            decisions[1]["calls"]!.AsArray().Select(call => ((string)call!["tool"]!, (string)call["result"]!, (bool)call["done"]!, (string?)call["reason"])));
        var export = await ReadAsync($"{Chat}/export");
        Assert.Equal("Is a nurse", (string?)export["decisions"]!.AsArray().Single(decision => decision!["calls"] is not null)!["calls"]![0]!["arguments"]!["text"]);
    }

    [Fact]
    public async Task Moment_ThatTheModelArranges_OutlastsTheTalkAndARestartAndIsKept()
    {
        await RegisterAsync("writeAgain");
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        Llm.Calls = text => text.Contains("#1", StringComparison.Ordinal) ? [("writeAgain", $$"""{"at":"{{tomorrow}}","about":"the exam"}""")] : [];
        await TalkAsync("ask me tomorrow #1", "answers #1");
        await TalkAsync("thank you #2", "answers #2");

        await Client.UntilAsync("/api/v1/bots/anna/decisions", list => list["items"]!.AsArray().Count(item => (string?)item!["reason"] == "autonomy.arranged") == 2);
        var line = Assert.Single((await ReadAsync("/api/v1/bots/anna/preview?days=2"))["items"]!.AsArray(), item => item!["at"] is not null)!;
        Assert.Equal(("arranged", 1.0), ((string?)line["action"], (double)line["probability"]!));
        Assert.Equal(("arranged", "the exam"), ((string?)(await ReadAsync($"{Chat}/export"))["plan"]!["action"], (string?)(await ReadAsync($"{Chat}/export"))["plan"]!["about"]));
        Assert.Contains("You have arranged to write", Llm.Requests.Last().Body, StringComparison.Ordinal);

        await RestartAsync(LetTheMomentComeAsync);

        await Client.UntilAsync($"{Chat}/messages", page => page["items"]!.AsArray().Count(item => (string?)item!["direction"] == "out") == 3);
        Assert.Contains("about \\u0022the exam\\u0022", Llm.Requests.Last().Body.Replace("\\\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(await DecisionsAsync(), item => (string?)item["kind"] == "wroteFirst" && (string?)item["inputs"]!["action"] == "arranged");
    }

    [Fact]
    public async Task Question_OfTheModel_IsToldToTheAdminWithoutItsWords()
    {
        await RegisterAsync("askOperator");
        Llm.Calls = text => text.Contains("#2", StringComparison.Ordinal) ? [("askOperator", """{"question":"May I offer a discount?"}""")] : [];
        await SayAsync("hello #1", Admin);
        await SawAsync(Admin, texts => texts.Length == 1);

        await TalkAsync("cheaper please #2", "answers #2");

        var told = (await SawAsync(Admin, texts => texts.Length == 2))[1];
        Assert.StartsWith("anna: OperatorAsked at ", told, StringComparison.Ordinal);
        Assert.EndsWith(" UTC, chat 7.", told, StringComparison.Ordinal);
        var call = (await DecisionsAsync())[0]["calls"]![0]!;
        Assert.Equal(("May I offer a discount?", true), ((string?)call["arguments"]!["question"], (bool)call["done"]!));
        var asked = Assert.Single((await ReadAsync("/api/v1/events?botId=anna&type=OperatorAsked"))["items"]!.AsArray())!;
        Assert.Equal((7, 1), ((long)asked["chatId"]!, (int)asked["data"]!["questions"]!));
    }

    [Fact]
    public async Task Draft_ThatIsDroppedForANewerMessage_DoesNothing()
    {
        await RegisterAsync("remember", "askOperator");
        var (held, isHeld) = (new TaskCompletionSource(), new TaskCompletionSource());
        Llm.Calls = text => text.Contains("#1", StringComparison.Ordinal) ? [("remember", """{"topic":"work","text":"Is a nurse"}"""), ("askOperator", """{"question":"?!"}""")] : [];
        Llm.Before = body =>
        {
            if (!body.Contains("\"tool_call_id\"", StringComparison.Ordinal)) return Task.CompletedTask;
            isHeld.TrySetResult();
            return held.Task;
        };
        await SayAsync("I am a nurse #1");
        await isHeld.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await TalkAsync("no, a pilot #2", "answers #1 #2");
        held.SetResult();

        Assert.Null((await ReadAsync(Chat))["profile"]);
        Assert.Empty((await ReadAsync("/api/v1/events?botId=anna&type=OperatorAsked"))["items"]!.AsArray());
        Assert.All(await DecisionsAsync(), decision => Assert.Null(decision["calls"]));
    }

    [Fact]
    public async Task Model_ThatCallsWithoutHavingTools_GetsNothingDone()
    {
        await RegisterAsync();
        var calls = 0;
        Llm.Calls = _ => Interlocked.Increment(ref calls) == 1 ? [("remember", """{"topic":"work","text":"Is a nurse"}""")] : [];

        await TalkAsync("I am a nurse #1", "answers #1");

        Assert.Equal(2, calls);
        Assert.Null((await ReadAsync(Chat))["profile"]);
        Assert.All(await DecisionsAsync(), decision => Assert.Null(decision["calls"]));
    }

    private async Task RegisterAsync(params string[] tools)
    {
        var config = Bot("anna", Account);
        config["adminChatId"] = Admin;
        config["features"] = new JsonObject { ["disclosure"] = false, ["tools"] = new JsonArray([.. tools.Select(tool => JsonValue.Create(tool))]) };
        config["persona"] = new JsonObject { ["timeZone"] = "UTC" };
        config["autonomy"] = new JsonObject
        {
            ["enabled"] = true, ["startDialogProbability"] = 0, ["followUpProbability"] = 0,
            ["windows"] = new JsonObject { ["workdays"] = new JsonArray("00:00-24:00"), ["weekends"] = new JsonArray("00:00-24:00") },
        };
        await RegisterAsync(config);
    }

    /// <summary>A day passes, for the plan.</summary>
    private async Task LetTheMomentComeAsync()
    {
        await using var database = new SqliteConnection($"Data Source={Silo.Folder}/multibot.db;Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = "UPDATE initiatives SET due_at = $now, planned_at = $now WHERE kind = 3";
        command.Parameters.AddWithValue("$now", (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private async Task TalkAsync(string text, string answer)
    {
        await SayAsync(text);
        await Client.UntilAsync($"{Chat}/messages", page => page["items"] is JsonArray items && items.Any(item => (string?)item!["state"] == "sent" && ((string)item["text"]!).Contains(answer, StringComparison.Ordinal)));
    }

    private async Task SayAsync(string text, long chat = 7) => (await Client.PostAsync("/sandbox/control/messages", TestSilo.Json(
        $$"""{"token":"{{Account}}","chatId":{{chat}},"from":{"id":{{chat}},"firstName":"Kim"},"text":"{{text}}"}"""))).EnsureSuccessStatusCode();

    private async Task<string[]> SawAsync(long chat, Func<string[], bool> isSo) =>
        Texts(await Client.UntilAsync($"/sandbox/control/chats/{Account}/{chat}", entries => isSo(Texts(entries))));

    private static string[] Texts(JsonNode entries) => [.. entries.AsArray().Where(entry => (string?)entry!["from"] == "bot").Select(entry => (string)entry!["text"]!)];

    /// <summary>Of answers, newest first.</summary>
    private async Task<JsonNode[]> DecisionsAsync() =>
        [.. (await ReadAsync("/api/v1/bots/anna/decisions?chatId=7"))["items"]!.AsArray().Where(item => (string?)item!["kind"] is "answered" or "wroteFirst").Select(item => item!)];
}
