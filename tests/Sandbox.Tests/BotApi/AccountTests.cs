using System.Net;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class AccountTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetMe_WhenTheTokenIsWellFormed_NamesTheBotOfThatNumber()
    {
        var bot = host.NewBot();

        var me = await bot.Client.GetMe(Cancelled);

        Assert.Equal((bot.Number, true, $"sandbox_{bot.Number}_bot"), (me.Id, me.IsBot, me.Username));
    }

    [Theory]
    [InlineData("/notoken/getMe")]
    [InlineData("/botabc/getMe")]
    [InlineData("/bot123/getMe")]
    [InlineData("/bot123:/getMe")]
    [InlineData("/bot0:abc/getMe")]
    [InlineData("/bot-5:abc/getMe")]
    [InlineData("/bot123:sp%20ace/getMe")]
    [InlineData("/bot99999999999999999999:abc/getMe")]
    public async Task Call_WhenTheTokenIsMalformed_IsNotFound(string path)
    {
        var answer = await SandboxHost.Read(await host.Http.GetAsync(path, Cancelled), HttpStatusCode.NotFound);

        Assert.Equal("""{"ok":false,"error_code":404,"description":"Not Found"}""", answer.GetRawText());
    }

    [Fact]
    public async Task Call_WhenTheMethodIsUnknown_IsNotFound()
    {
        var bot = host.NewBot();

        var answer = await SandboxHost.Read(await host.Http.GetAsync($"/bot{bot.Token}/frobnicate", Cancelled), HttpStatusCode.NotFound);

        Assert.Equal(404, answer.GetProperty("error_code").GetInt32());
        Assert.Equal("unknown", (await bot.Journal())[0].GetProperty("what").GetString());
    }

    [Fact]
    public async Task Call_WhenTheSecretIsAnother_IsUnauthorizedUntilForgotten()
    {
        var bot = host.NewBot();
        await bot.Client.GetMe(Cancelled);
        var other = host.ClientFor($"{bot.Number}:another-secret");

        Assert.Equal(401, (await Assert.ThrowsAsync<ApiRequestException>(() => other.GetMe(Cancelled))).ErrorCode);
        await host.Post("control/bots", new { token = bot.Token, forgetSecret = true });
        await other.GetMe(Cancelled);
        Assert.Equal(401, (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.GetMe(Cancelled))).ErrorCode);
    }

    [Fact]
    public async Task Call_WhenTheTokenIsRevoked_IsUnauthorized()
    {
        var bot = host.NewBot();
        await host.Post("control/bots", new { token = bot.Number, revoked = true });

        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.GetMe(Cancelled));

        Assert.Equal((401, "Unauthorized"), (refused.ErrorCode, refused.Message));
    }

    [Fact]
    public async Task GetChat_WhenThePersonWrote_TellsWhoThatIs()
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = 42, from = new { id = 42, firstName = "Zoë", lastName = "Q", username = "zoe" }, text = "hi", languageCode = "fr" });

        var chat = await bot.Client.GetChat(42, Cancelled);

        Assert.Equal((42, "Zoë", "Q", "zoe", ChatType.Private), (chat.Id, chat.FirstName, chat.LastName, chat.Username, chat.Type));
        Assert.Equal("fr", (await bot.Poll())[0].Message!.From!.LanguageCode);
        Assert.Equal(400, (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.GetChat(43_434_343, Cancelled))).ErrorCode);
    }

    [Fact]
    public async Task SetMyCommands_WhenTheListIsGood_IsKeptPerLanguage()
    {
        var bot = host.NewBot();
        await bot.Client.SetMyCommands([new("start", "Begin")], cancellationToken: Cancelled);
        await bot.Client.SetMyCommands([new("start", "Anfangen")], languageCode: "de", cancellationToken: Cancelled);

        Assert.Equal("Begin", Assert.Single(await bot.Client.GetMyCommands(cancellationToken: Cancelled)).Description);
        Assert.Equal("Anfangen", Assert.Single(await bot.Client.GetMyCommands(languageCode: "de", cancellationToken: Cancelled)).Description);
        await bot.Client.DeleteMyCommands(cancellationToken: Cancelled);
        Assert.Empty(await bot.Client.GetMyCommands(cancellationToken: Cancelled));
        var refused = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.SetMyCommands([new("No Good", "x")], cancellationToken: Cancelled));
        Assert.Equal("Bad Request: BOT_COMMAND_INVALID", refused.Message);
    }

    [Fact]
    public async Task LogOutAndClose_AreAccepted()
    {
        var bot = host.NewBot();

        await bot.Client.LogOut(Cancelled);
        await bot.Client.Close(Cancelled);
    }
}
