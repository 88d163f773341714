using System.Net;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace MultiBot.Sandbox.Tests.Control;

public sealed class FaultsTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fault_WhenItIsA429_TellsHowLongToWaitAndHasNoEffect()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await bot.Break(new { kind = 429, token = bot.Number, method = "sendMessage", retryAfter = 17, count = 1 });

        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Say("one"));

        Assert.Equal((429, 17, "Too Many Requests: retry after 17"), (refused.ErrorCode, refused.Parameters!.RetryAfter, refused.Message));
        await bot.Say("two");
        Assert.Equal(["hi", "two"], (await bot.Seen()).Select(entry => entry.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("before", 1)]
    [InlineData("after", 2)]
    public async Task Fault_WhenTheConnectionDrops_TheMessageIsThereOnlyIfItWasAfter(string when, int entries)
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await bot.Break(new { kind = "drop", when, token = bot.Number, method = "sendMessage", count = 1 });

        await Assert.ThrowsAsync<RequestException>(() => bot.Say("one"));

        Assert.Equal(entries, (await bot.Seen()).Length);
        var journal = (await bot.Journal())[^1];
        Assert.Equal(($"drop {when}", 0, when == "after"), (journal.GetProperty("fault").GetString(), journal.GetProperty("status").GetInt32(), journal.GetProperty("tookEffect").GetBoolean()));
    }

    [Fact]
    public async Task Fault_WhenA500ComesAfterTheEffect_TheMessageIsThere()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await bot.Break(new { kind = "500", when = "after", token = bot.Number, method = "sendMessage", count = 1 });

        Assert.Equal(500, (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Say("one"))).ErrorCode);
        Assert.Equal(2, (await bot.Seen()).Length);
    }

    [Theory]
    [InlineData(401, "getMe", "Unauthorized")]
    [InlineData(403, "sendMessage", "Forbidden: bot was blocked by the user")]
    [InlineData(409, null, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")]
    [InlineData(502, "sendMessage", "Bad Gateway")]
    public async Task Fault_WhenItIsAStatus_AnswersInTelegramsWords(int kind, string? method, string description)
    {
        var bot = host.NewBot();
        await bot.Break(new { kind, method, token = bot.Token });

        var answer = await SandboxHost.Read(await host.Http.GetAsync($"/bot{bot.Token}/{method ?? "getUpdates"}", Cancelled), (HttpStatusCode)kind);

        Assert.Equal((false, kind, description), (answer.GetProperty("ok").GetBoolean(), answer.GetProperty("error_code").GetInt32(), answer.GetProperty("description").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync($"/bot{bot.Token}/getWebhookInfo", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Fault_WhenItDelays_TheAnswerComesLater()
    {
        var bot = host.NewBot();
        await bot.Break(new { kind = "delay", delayMs = 200, token = bot.Number, method = "getMe" });

        await bot.Client.GetMe(Cancelled);

        var journal = Assert.Single(await bot.Journal());
        Assert.True(journal.GetProperty("endedAt").GetDateTimeOffset() - journal.GetProperty("at").GetDateTimeOffset() >= TimeSpan.FromMilliseconds(190));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_WhenItDuplicates_TheUpdateComesTwice(bool newId)
    {
        var bot = host.NewBot();
        await bot.Break(new { kind = "duplicate", token = bot.Number, newId, count = 1 });
        await bot.Hear("twice");
        await bot.Hear("once");

        var updates = await bot.Poll();

        Assert.Equal(["twice", "twice", "once"], updates.Select(update => update.Message!.Text));
        Assert.Equal(updates[0].Message!.Id, updates[1].Message!.Id);
        Assert.Equal(newId, updates[0].Id != updates[1].Id);
    }

    [Fact]
    public async Task Fault_WhenTheAnswerOfAPollIsLost_TheUpdatesComeAgain()
    {
        var bot = host.NewBot();
        await bot.Hear("lost once");
        await bot.Break(new { kind = "drop", when = "after", token = bot.Number, method = "getUpdates", count = 1 });

        await Assert.ThrowsAsync<RequestException>(() => bot.Poll());

        Assert.Single(await bot.Poll());
    }

    [Fact]
    public async Task Fault_WhenARateIsGiven_FiresTheSameWayForTheSameSeed()
    {
        var first = await Fates();

        Assert.Equal(first, await Fates());
        Assert.InRange(first.Count(fate => fate is HttpStatusCode.InternalServerError), 5, 35);
    }

    [Fact]
    public async Task Faults_WhenListedAndRemoved_TellHowOftenTheyFired()
    {
        var bot = host.NewBot();
        var fault = await bot.Break(new { kind = 503, token = bot.Number });
        await host.Http.GetAsync($"/bot{bot.Token}/getMe", Cancelled);
        var id = fault.GetProperty("id").GetInt32();

        var listed = (await host.Get("control/faults")).EnumerateArray().Single(entry => entry.GetProperty("id").GetInt32() == id);

        Assert.Equal((1, "503", bot.Number), (listed.GetProperty("fired").GetInt64(), listed.GetProperty("kind").GetString(), listed.GetProperty("bot").GetInt64()));
        await SandboxHost.Read(await host.Http.DeleteAsync($"control/faults/{id}", Cancelled));
        await bot.Client.GetMe(Cancelled);
        await SandboxHost.Read(await host.Http.DeleteAsync($"control/faults/{id}", Cancelled), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"kind":"explode"}""")]
    [InlineData("""{"kind":429,"rate":1.5}""")]
    [InlineData("""{"kind":"drop","when":"meanwhile"}""")]
    [InlineData("""{"kind":"delay"}""")]
    [InlineData("""{"kind":"drop","delayMs":5}""")]
    [InlineData("""{"kind":"drop","count":0}""")]
    [InlineData("""{"kind":"drop","method":"sendMesage"}""")]
    [InlineData("""{"kind":"drop","token":"bot"}""")]
    [InlineData("""[{"kind":"drop","token":1},{"kind":"explode"}]""")]
    public async Task Fault_WhenItMakesNoSense_IsRefusedAndNothingChanges(string body)
    {
        var answer = await SandboxHost.Read(await host.PostRaw("control/faults", body), HttpStatusCode.BadRequest);

        Assert.Equal("bad-fault", answer.GetProperty("code").GetString());
        Assert.DoesNotContain((await host.Get("control/faults")).EnumerateArray(), fault => fault.TryGetProperty("bot", out var bot) && bot.GetInt64() == 1);
    }

    private static async Task<HttpStatusCode[]> Fates()
    {
        await using var seeded = new SandboxHost(options => options.Seed = 42);
        await seeded.InitializeAsync();
        var bot = seeded.NewBot();
        await bot.Break(new { kind = 500, rate = 0.5, method = "getMe" });
        var fates = new List<HttpStatusCode>();
        for (var call = 0; call < 40; call++)
            fates.Add((await seeded.Http.GetAsync($"/bot{bot.Token}/getMe", Cancelled)).StatusCode);
        return [.. fates];
    }
}
