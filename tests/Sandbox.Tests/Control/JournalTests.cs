using System.Net;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace MultiBot.Sandbox.Tests.Control;

public sealed class JournalTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Journal_WhenAMessageWasAnswered_TellsEachStepAndNoSecret()
    {
        var bot = host.NewBot();
        var question = await bot.Hear("a private question");
        var update = (await bot.Poll())[0];
        var sent = await bot.Say("a private answer");
        await bot.Poll(update.Id + 1);

        var journal = await bot.Journal();

        Assert.Equal(["person.message", "getUpdates", "sendMessage", "getUpdates"], journal.Select(entry => entry.GetProperty("what").GetString()));
        Assert.Equal((question, update.Id), (journal[0].GetProperty("messageId").GetInt32(), journal[0].GetProperty("updateId").GetInt32()));
        Assert.Equal((1, update.Id), (journal[1].GetProperty("updates").GetInt32(), journal[1].GetProperty("lastUpdateId").GetInt32()));
        Assert.Equal((sent.Id, TestBot.Ann), (journal[2].GetProperty("messageId").GetInt32(), journal[2].GetProperty("chatId").GetInt64()));
        Assert.Equal((update.Id + 1, 1), (journal[3].GetProperty("offset").GetInt32(), journal[3].GetProperty("confirmed").GetInt32()));
        var everything = string.Concat(journal.Select(entry => entry.GetRawText()));
        Assert.DoesNotContain("secret", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("private", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_WhenReadFromAPosition_GoesOnFromThere()
    {
        await using var own = await Start(_ => { });
        var bot = own.NewBot();
        for (var call = 0; call < 5; call++)
            await bot.Client.GetMe(Cancelled);

        var first = await own.Get("control/journal?limit=3");
        var second = await own.Get($"control/journal?after={first.GetProperty("next").GetInt64()}");

        Assert.Equal([1, 2, 3], Seqs(first));
        Assert.Equal([4, 5], Seqs(second));
    }

    [Fact]
    public async Task Journal_WhenItIsFull_KeepsTheLatest()
    {
        await using var own = await Start(options => options.JournalSize = 4);
        var bot = own.NewBot();
        for (var call = 0; call < 10; call++)
            await bot.Client.GetMe(Cancelled);

        var page = await own.Get("control/journal");

        Assert.Equal([7, 8, 9, 10], Seqs(page));
        Assert.Equal(7, page.GetProperty("oldest").GetInt64());
    }

    [Fact]
    public async Task Stats_WhenMessagesFlow_CountThem()
    {
        await using var own = await Start(_ => { });
        var bot = own.NewBot();
        await bot.Hear("one");
        await bot.Hear("two");
        var id = (await bot.Poll())[0].Id;
        await bot.Poll(id + 1);
        await bot.Say("answer");

        var stats = await own.Get("control/stats");

        Assert.Equal((2, 1, 3, 1, 1), (Count("messagesIn"), Count("confirmed"), Count("delivered"), Count("sends"), Count("pending")));

        long Count(string name) => stats.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Reset_WhenAsked_ForgetsEverythingAndEndsPolls()
    {
        await using var own = await Start(_ => { });
        var bot = own.NewBot();
        await bot.Hear("hi");
        await bot.Break(new { kind = 500, method = "getMe" });
        var poll = bot.Poll((await bot.Poll())[0].Id + 1, timeout: 25);
        await bot.Say("hello");
        while ((await own.Get("control/stats")).GetProperty("openPolls").GetInt32() == 0)
            await bot.Client.GetWebhookInfo(Cancelled);

        await SandboxHost.Read(await own.PostRaw("control/reset", ""));

        Assert.Empty(await poll.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled));
        await bot.Client.GetMe(Cancelled);
        Assert.Equal(400, (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Say("hello"))).ErrorCode);
        Assert.Empty(await bot.Seen());
    }

    [Fact]
    public async Task Reset_WhenABotIsNamed_ForgetsThatBotOnly()
    {
        var (one, other) = (host.NewBot(), host.NewBot());
        await one.Hear("hi");
        await other.Hear("hi");

        await host.Post("control/reset", new { token = one.Number });

        Assert.Empty(await one.Seen());
        Assert.Single(await other.Seen());
    }

    [Theory]
    [InlineData("control/journal?after=x")]
    [InlineData("control/journal?limit=0")]
    [InlineData("control/journal?token=x")]
    [InlineData("control/chats/x")]
    [InlineData("control/chats/5/x")]
    [InlineData("control/chats/5/5?waitFor=-1")]
    public async Task Reading_WhenTheQueryIsWrong_SaysSo(string path) =>
        await SandboxHost.Read(await host.Http.GetAsync(path, Cancelled), HttpStatusCode.BadRequest);

    private static async Task<SandboxHost> Start(Action<SandboxOptions> configure)
    {
        var own = new SandboxHost(configure);
        await own.InitializeAsync();
        return own;
    }

    private static IEnumerable<long> Seqs(System.Text.Json.JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64());
}
