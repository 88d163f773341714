using System.Text.Json.Nodes;
using MultiBot.Silo.Hosting;
using MultiBot.Silo.Tests.Fixtures;
using MultiBot.Silo.Tests.Webhooks;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.Notices;

/// <summary>What goes wrong with all bots, sent to an address.</summary>
public sealed class FleetWebhookTests
{
    private const string NothingThere = "http://127.0.0.1:9";
    private const string GoodSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly (string Key, string Value)[] Quick =
    [
        ("MultiBot:Events:SubscriberSign", "00:00:00.2"), ("MultiBot:Events:StoreEffectsEvery", "00:00:00.2"), ("MultiBot:Notices:Collect", "00:00:00.1"),
        ("MultiBot:Notices:Fleet:Every", "00:00:01"), ("MultiBot:Webhooks:FirstPause", "00:00:00.2"), ("MultiBot:Webhooks:LongestPause", "00:00:01"),
    ];

    [Fact]
    public async Task Digest_GoesToTheAddress_WithNoChatNamed()
    {
        await using var catcher = await Catcher.StartAsync();
        await using var silo = await TestSilo.StartAsync(null, Arguments(To(catcher)));

        await RegisterAsync(silo.Client, "dark", 601);
        var digest = await catcher.NextAsync();

        Assert.Equal("FleetDigest", (string?)digest["type"]);
        var said = digest["data"]!;
        Assert.Equal(("1 bot in trouble: dark (telegram.unreachable).", 1, 0), ((string?)said["text"], (int)said["inTrouble"]!, (int)said["failed"]!));
        Assert.Equal(("dark", "telegram.unreachable"), ((string?)said["bots"]![0]!["botId"], (string?)said["bots"]![0]!["code"]));

        (await silo.Client.PostAsync("/api/v1/bots/dark/stop", null)).EnsureSuccessStatusCode();
        await RegisterAsync(silo.Client, "murk", 602);
        Assert.Equal("1 bot in trouble: murk (telegram.unreachable).", (string?)(await catcher.NextAsync())["data"]!["text"]);
    }

    [Fact]
    public async Task Digest_GoesToTheChat_WhileTheAddressIsShut()
    {
        await using var catcher = await Catcher.StartAsync();
        catcher.Status = 500;
        await using var silo = await TestSilo.StartAsync(
            null, [.. Arguments(To(catcher)), "--MultiBot:Notices:Fleet:Bot=warden", "--MultiBot:Notices:Fleet:ChatId=9"]);
        (await silo.Client.PostAsync("/api/v1/bots", TestSilo.Json(TestSilo.Bot("warden", 603)))).EnsureSuccessStatusCode();
        (await silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json("""{"token":"603","chatId":9,"from":{"id":9,"firstName":"Admin"},"text":"hello"}"""))).EnsureSuccessStatusCode();
        await SawAsync(silo, 0);

        await RegisterAsync(silo.Client, "dark", 604);
        var (first, _) = await catcher.NextCallAsync();
        await SawAsync(silo, 1);
        await RegisterAsync(silo.Client, "murk", 605);
        await SawAsync(silo, 2);
        catcher.Status = 200;

        // The address gets what it had not taken, and then the rest.
        var (id, body) = await catcher.NextCallAsync();
        while (id == first) (id, body) = await catcher.NextCallAsync();
        Assert.Equal("2 bots in trouble: murk (telegram.unreachable), dark (telegram.unreachable).", (string?)body["data"]!["text"]);
    }

    /// <summary>The digest is stored before it is sent, and sent until it was taken, under one id; neither address nor secret is ever said.</summary>
    [Fact]
    public async Task Digest_WhenTheSiloIsKilledWhileItIsSent_ComesAgainAsTheSame()
    {
        var folder = Directory.CreateTempSubdirectory("multibot-fleet-").FullName;
        await using var catcher = await Catcher.StartAsync();
        catcher.Status = 503;
        var closed = new TaskCompletionSource();
        await using var silo = new SiloProcess(folder, [.. To(catcher), ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:System.Net.Http", "Trace")]);
        await silo.StartAsync();
        await RegisterAsync(silo.Http, "dark", 606);

        var refused = await catcher.NextCallAsync();
        catcher.Gate = closed.Task;
        var cut = await catcher.NextCallAsync();
        await silo.KillAsync();
        catcher.Gate = Task.CompletedTask;
        catcher.Status = 200;
        closed.SetResult();
        await silo.StartAsync();
        var taken = await catcher.NextCallAsync();

        Assert.StartsWith("fleet_", refused.Id, StringComparison.Ordinal);
        Assert.Equal((refused.Id, refused.Id), (cut.Id, taken.Id));
        Assert.Equal((refused.Body.ToJsonString(), refused.Body.ToJsonString()), (cut.Body.ToJsonString(), taken.Body.ToJsonString()));

        // Once it was taken, the next one is another.
        await RegisterAsync(silo.Http, "murk", 607);
        var next = await catcher.NextCallAsync();
        Assert.NotEqual(taken.Id, next.Id);
        Assert.Equal("2 bots in trouble: murk (telegram.unreachable), dark (telegram.unreachable).", (string?)next.Body["data"]!["text"]);

        Assert.Contains($"{new Uri(catcher.Url).GetLeftPart(UriPartial.Authority)} did not take it (webhook.server_error)", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-in-the-address", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(catcher.Secret["whsec_".Length..], silo.Output, StringComparison.Ordinal);
        await silo.TerminateAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("https://a.example/very-hidden", null, "Secret")]
    [InlineData(null, GoodSecret, "Webhook")]
    [InlineData("ftp://a.example/very-hidden", GoodSecret, "Webhook")]
    [InlineData("https://me:very-hidden@a.example/", GoodSecret, "Webhook")]
    [InlineData("https://a.example/very-hidden", "very-hidden", "Secret")]
    public async Task Start_WithAnAddressOrASecretThatCanNotBe_NamesTheOption_AndNotItsValue(string? url, string? secret, string named)
    {
        List<string> options = [];
        if (url is not null) options.Add($"--MultiBot:Notices:Fleet:Webhook={url}");
        if (secret is not null) options.Add($"--MultiBot:Notices:Fleet:Secret={secret}");

        var failure = await Record.ExceptionAsync(() => TestSilo.StartAsync(null, [.. options]));

        var explained = StartErrors.Explain(failure!);
        Assert.Equal("start.invalid_option", explained?.Code);
        Assert.Contains("MultiBot:Notices:Fleet", explained!.Message, StringComparison.Ordinal);
        Assert.Contains(named, explained.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-hidden", failure!.ToString() + explained, StringComparison.Ordinal);
        Assert.DoesNotContain(GoodSecret, failure.ToString() + explained, StringComparison.Ordinal);
    }

    private static (string Key, string Value)[] To(Catcher catcher) => [.. Quick, ("MultiBot:Notices:Fleet:Webhook", catcher.Url), ("MultiBot:Notices:Fleet:Secret", catcher.Secret)];

    private static string[] Arguments((string Key, string Value)[] settings) => [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>A bot whose Telegram is not there.</summary>
    private static async Task RegisterAsync(HttpClient client, string id, long account)
    {
        var bot = TestSilo.Bot(id, account).Replace("\"sandbox\"", $"\"{NothingThere}\"", StringComparison.Ordinal);
        (await client.PostAsync("/api/v1/bots", TestSilo.Json(bot))).EnsureSuccessStatusCode();
    }

    /// <summary>Until the admin's chat has so many digests, behind the answer to its own word.</summary>
    private static Task<JsonNode> SawAsync(TestSilo silo, int digests) => silo.Client.UntilAsync(
        "/sandbox/control/chats/603/9", entries => entries.AsArray().Count(entry => (string?)entry!["from"] == "bot") > digests);
}
