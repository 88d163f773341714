using System.Net;
using Telegram.Bot.Exceptions;

namespace MultiBot.Sandbox.Tests.Control;

public sealed class ChatsTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_WhenSomebodyWaitsForAnAnswer_IsAnsweredAsSoonAsItComes()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        var waiting = bot.Seen(query: "?waitFor=2&timeout=20");

        await bot.Say("one");
        await bot.Say("two");

        Assert.Equal(3, (await waiting.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled)).Length);
        Assert.Equal(3, (await bot.Seen(query: "?waitFor=2&timeout=20")).Length);
    }

    [Fact]
    public async Task Chat_WhenTheWaitIsInVain_IsAnsweredOnTime()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        Assert.Single(await bot.Seen(query: "?waitFor=1&timeout=0"));
        Assert.Single(await bot.Seen(query: "?waitFor=1&timeout=1"));
    }

    [Fact]
    public async Task Chat_WhenNobodyWrote_IsEmptyAndStaysUnknownToTheBot()
    {
        var bot = host.NewBot();

        Assert.Empty(await bot.Seen(888_888, "?waitFor=1&timeout=0"));

        Assert.Empty((await host.Get($"control/chats/{bot.Number}")).EnumerateArray());
        Assert.Equal(400, (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Say("hello", 888_888))).ErrorCode);
    }

    [Fact]
    public async Task Chat_WhenItOutgrowsItsLog_KeepsTheLatest()
    {
        await using var own = new SandboxHost(options => options.ChatLogSize = 8);
        await own.InitializeAsync();
        var bot = own.NewBot();
        for (var at = 0; at < 40; at++)
            await bot.Hear($"{at}");

        var seen = await bot.Seen();

        Assert.InRange(seen.Length, 8, 11);
        Assert.Equal("39", seen[^1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Chats_WhenAsked_AreListedWithTheirCounts()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await bot.Say("hello");

        var chat = Assert.Single((await host.Get($"control/chats/{bot.Number}")).EnumerateArray());

        Assert.Equal((TestBot.Ann, "Ann", 2, 1), (chat.GetProperty("chatId").GetInt64(), chat.GetProperty("name").GetString(), chat.GetProperty("entries").GetInt32(), chat.GetProperty("fromBot").GetInt32()));
    }

    [Fact]
    public async Task Bots_WhenAsked_AreListedWithoutSecrets()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        var bots = await host.Get("control/bots");

        var listed = bots.EnumerateArray().Single(entry => entry.GetProperty("bot").GetInt64() == bot.Number);
        Assert.Equal(1, listed.GetProperty("pending").GetInt32());
        Assert.DoesNotContain("secret", bots.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bot_WhenItAssumesChats_MayWriteToAnyPerson()
    {
        await using var own = new SandboxHost(options => options.AssumeChatsExist = true);
        await own.InitializeAsync();
        var bot = own.NewBot();

        await bot.Say("do you remember me?", 555);

        Assert.Single(await bot.Seen(555));
    }

    [Theory]
    [InlineData("chat", "text/html", "<title>Sandbox chat</title>")]
    [InlineData("chat.js", "text/javascript", "'use strict'")]
    [InlineData("chat.css", "text/css", ".phone")]
    public async Task Page_WhenOpened_NeedsNothingFromElsewhere(string file, string type, string content)
    {
        using var response = await host.Http.GetAsync("sandbox/control/" + file, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(content, text, StringComparison.Ordinal);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
    }
}
