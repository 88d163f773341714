using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.EndToEnd;

/// <summary>A voice message's way: from a person through Telegram's file server to the speech model, and its words from there into prompts, history and export.</summary>
public sealed class VoiceTests() : ModelSilo(SiloStorage.Sqlite)
{
    private const int Account = 773;
    private const string Chat = "/api/v1/bots/listener/chats/5";
    private static readonly byte[] Ogg = [.. "OggS"u8, 1, 2, 3];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var config = Bot("listener", Account);
        config["llm"]!["speechModel"] = "ears";
        await RegisterAsync(config);
    }

    [Fact]
    public async Task Voice_IsHeardOnceAndItsWordsAreKept_EvenOverARestart()
    {
        Llm.Spoken = "I bake on Sundays #1";
        await WriteAsync(new { token = $"{Account}", chatId = 5, kind = "voice", duration = 12, content = Ogg });
        await SeenAsync("answers #1");

        var (model, name, sound) = Assert.Single(Llm.Voices);
        Assert.Equal(("ears", "voice.ogg"), (model, name));
        Assert.Equal(Ogg, sound);
        Assert.Contains("[sent a voice message, 12 s long, transcribed] I bake on Sundays #1", Llm.Requests.Last().Body, StringComparison.Ordinal);

        await RestartAsync();
        await WriteAsync(new { token = $"{Account}", chatId = 5, text = "remember? #2" });
        await SeenAsync("answers #2");

        Assert.Single(Llm.Voices);
        Assert.Contains("transcribed] I bake on Sundays #1", Llm.Requests.Last().Body, StringComparison.Ordinal);
        var message = (await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single(item => (string?)item!["kind"] == "voice")!;
        Assert.Equal(("I bake on Sundays #1", ""), ((string?)message["transcript"], (string?)message["text"]));
        var held = (await ReadAsync($"{Chat}/export"))["messages"]!.AsArray().Single(item => (string?)item!["kind"] == "voice")!;
        Assert.Equal(("I bake on Sundays #1", 12), ((string?)held["details"]!["transcript"], (int?)held["details"]!["seconds"]));
        Assert.NotNull(held["details"]!["fileId"]);
    }

    [Fact]
    public async Task Voice_ThatCannotBeHeard_IsAnsweredAllTheSame()
    {
        Llm.Spoken = null;
        await WriteAsync(new { token = $"{Account}", chatId = 5, kind = "voice", duration = 12, text = "#1", content = Ogg });
        await SeenAsync("answers #1");

        Assert.Single(Llm.Voices);
        Assert.Contains("[sent a voice message, 12 s long] #1", Llm.Requests.Last().Body, StringComparison.Ordinal);
        Assert.Null((await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single(item => (string?)item!["kind"] == "voice")!["transcript"]);
    }

    [Fact]
    public async Task Voice_WhoseCaptionIsEdited_KeepsItsWords()
    {
        Llm.Spoken = "I bake on Sundays";
        var id = await WriteAsync(new { token = $"{Account}", chatId = 5, kind = "voice", duration = 12, text = "#1", content = Ogg });
        await SeenAsync("answers #1");

        await WriteAsync(new { token = $"{Account}", chatId = 5, text = "#2", editOf = id });
        await Client.UntilAsync($"{Chat}/messages", page => page["items"]!.AsArray().Any(item => (string?)item!["text"] == "#2"));
        await WriteAsync(new { token = $"{Account}", chatId = 5, text = "remember? #3" });
        await SeenAsync("answers #3");

        Assert.Single(Llm.Voices);
        Assert.Contains("transcribed] I bake on Sundays", Llm.Requests.Last().Body, StringComparison.Ordinal);
        var message = (await ReadAsync($"{Chat}/messages"))["items"]!.AsArray().Single(item => (string?)item!["kind"] == "voice")!;
        Assert.Equal(("I bake on Sundays", "#2"), ((string?)message["transcript"], (string?)message["text"]));
    }

    private async Task<int> WriteAsync(object message)
    {
        using var answer = await Client.PostAsync("/sandbox/control/messages", TestSilo.Json(System.Text.Json.JsonSerializer.Serialize(message)));
        answer.EnsureSuccessStatusCode();
        return (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    private Task<JsonNode> SeenAsync(string answer) => Client.UntilAsync(
        $"{Chat}/messages", page => page["items"] is JsonArray items && items.Any(item => (string?)item!["state"] == "sent" && ((string)item["text"]!).Contains(answer, StringComparison.Ordinal)));
}
