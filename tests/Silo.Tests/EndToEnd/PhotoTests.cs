using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>A photo's way: from a person through Telegram's file server to the model, and what is told of it later.</summary>
[Collection(OneSilo.Name)]
public sealed class PhotoTests(SharedSilo shared)
{
    private const int Account = 771;
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 9, 9, 9, 9];

    [Fact]
    public async Task Photo_ThatAPersonSends_IsShownToTheModelOnceAndToldInWordsFromThenOn()
    {
        await using var llm = await LlmStub.StartAsync();
        var config = JsonNode.Parse(TestSilo.Bot("photographer", Account))!;
        config["llm"] = new JsonObject { ["provider"] = "compatible", ["endpoint"] = llm.Endpoint, ["apiKey"] = "a-key", ["model"] = "stub", ["vision"] = true };
        (await shared.Silo.Client.PostAsync("/api/v1/bots", TestSilo.Json(config.ToJsonString()))).EnsureSuccessStatusCode();

        await WriteAsync(new { token = $"{Account}", chatId = 5, kind = "photo", text = "#1 look", content = Jpeg });
        await SeenAsync(1);
        await WriteAsync(new { token = $"{Account}", chatId = 5, text = "#2 and?" });
        await SeenAsync(2);

        var bodies = llm.Requests.Select(request => request.Body).ToArray();
        Assert.Equal(2, bodies.Length);
        Assert.Contains("data:image/jpeg;base64," + Convert.ToBase64String(Jpeg), Messages(bodies[0]), StringComparison.Ordinal);
        Assert.Contains("[sent this picture] #1 look", Messages(bodies[0]), StringComparison.Ordinal);
        Assert.DoesNotContain("base64", Messages(bodies[1]), StringComparison.Ordinal);
        Assert.Contains("[sent a photo] #1 look", Messages(bodies[1]), StringComparison.Ordinal);
    }

    private async Task WriteAsync(object message) =>
        (await shared.Silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json(System.Text.Json.JsonSerializer.Serialize(message)))).EnsureSuccessStatusCode();

    private async Task SeenAsync(int replies) =>
        await shared.Silo.Client.UntilAsync($"/sandbox/control/chats/{Account}/5", chat => chat.AsArray().Count(entry => (string?)entry!["from"] == "bot") >= replies);

    private static string Messages(string body) => string.Join('\n', JsonNode.Parse(body)!["messages"]!.AsArray().Select(message => message!["content"] is JsonValue text
        ? (string)text!
        : string.Concat(message["content"]!.AsArray().Select(part => (string?)part!["text"] ?? (string?)part["image_url"]?["url"]))));
}
