using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Commands;

/// <summary>One bot and the people around it, its admin among them. What the bot says is read as it is shown: «**bold**», «`code`».</summary>
internal sealed class AdminPhone(TestSilo silo, long account)
{
    public const long Admin = 9;
    public const long Anna = 7;

    private static long last = 700;
    private int seen;

    public string Bot => string.Create(CultureInfo.InvariantCulture, $"commanded-{account}");

    public static async Task<AdminPhone> WithBotAsync(TestSilo silo, Action<JsonObject>? change = null)
    {
        var phone = new AdminPhone(silo, Interlocked.Increment(ref last));
        var bot = JsonNode.Parse(TestSilo.Bot(phone.Bot, phone.Account))!.AsObject();
        bot["adminChatId"] = Admin;
        bot["features"] = new JsonObject { ["disclosure"] = false };
        bot["pacing"]!["messagesPerSecond"] = 0;
        bot["pacing"]!["messagesPerChatPerSecond"] = 0;
        change?.Invoke(bot);
        var answer = await silo.Client.PostAsync("/api/v1/bots", TestSilo.Json(bot.ToJsonString()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return phone;
    }

    public long Account => account;

    /// <summary>The admin writes, and the bot's next message is the answer.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SayAsync(Admin, text);
        return await NextAsync();
    }

    /// <summary>What the admin is told next.</summary>
    public async Task<string> NextAsync() => (await SawAsync(Admin, ++seen))[seen - 1];

    public Task SayAsync(long chat, string text, string name = "Person", object? more = null)
    {
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject();
        (body["token"], body["chatId"], body["text"]) = (account.ToString(CultureInfo.InvariantCulture), chat, text);
        body["from"] = new JsonObject { ["id"] = chat, ["firstName"] = name };
        return ControlAsync("messages", body);
    }

    public async Task ControlAsync(string path, JsonNode body)
    {
        using var answer = await silo.Client.PostAsJsonAsync($"/sandbox/control/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string[]> SawAsync(long chat, int atLeast)
    {
        var entries = await silo.Client.UntilAsync($"/sandbox/control/chats/{account}/{chat}", entries => OfBot(entries).Count() >= atLeast);
        return [.. OfBot(entries).Select(Shown)];
    }

    public async Task<JsonNode> StatusAsync(Func<JsonNode, bool> isSo) => await silo.Client.UntilAsync($"/api/v1/bots/{Bot}/status", isSo);

    public async Task<JsonArray> MessagesAsync(long chat, int atLeast) =>
        (await silo.Client.UntilAsync($"/api/v1/bots/{Bot}/chats/{chat}/messages", page => page["items"]!.AsArray().Count >= atLeast))["items"]!.AsArray();

    private static IEnumerable<JsonNode> OfBot(JsonNode entries) => entries.AsArray().Where(entry => (string?)entry!["from"] == "bot").OfType<JsonNode>();

    private static string Shown(JsonNode entry)
    {
        var text = new StringBuilder((string)entry["text"]!);
        foreach (var mark in (entry["entities"]?.AsArray() ?? []).Reverse())
        {
            var sign = (string)mark!["type"]! is "bold" ? "**" : "`";
            text.Insert((int)mark["offset"]! + (int)mark["length"]!, sign).Insert((int)mark["offset"]!, sign);
        }

        return text.ToString();
    }
}
