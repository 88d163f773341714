using System.Net;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.Control;

public sealed class MessagesTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_WhenTheyComeAsAnArray_AreAnsweredAsOne()
    {
        var bot = host.NewBot();

        var answers = await bot.HearRaw(new object[]
        {
            new { token = bot.Token, chatId = 1, from = new { id = 1, firstName = "A" }, text = "one" },
            new { token = bot.Number, chatId = 2, from = new { id = 2, firstName = "B" }, text = "two" },
        });

        var updates = await bot.Poll();
        Assert.Equal(updates.Select(update => update.Id), answers.EnumerateArray().Select(answer => answer.GetProperty("updateId").GetInt32()));
        Assert.Equal(updates.Select(update => update.Message!.Id), answers.EnumerateArray().Select(answer => answer.GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("", "bad-json")]
    [InlineData("{", "bad-json")]
    [InlineData("null", "bad-json")]
    [InlineData("[null]", "bad-json")]
    [InlineData("""{"token":null,"chatId":1,"text":"x"}""", "bad-token")]
    [InlineData("""{"token":"5","chatId":0,"text":"x","from":{"id":1}}""", "bad-chat-id")]
    [InlineData("""{"token":"5","text":"x"}""", "bad-json")]
    [InlineData("""{"token":"5","chatId":1,"text":"x","colour":"red"}""", "bad-json")]
    [InlineData("""{"token":"5","chatId":"one","text":"x"}""", "bad-json")]
    [InlineData("""{"token":"5","chatId":1,"text":"\ud83d"}""", "bad-json")]
    [InlineData("""{"token":"five","chatId":1,"text":"x"}""", "bad-token")]
    [InlineData("""{"token":"5","chatId":1}""", "text-empty")]
    [InlineData("""{"token":"5","chatId":1,"kind":"smell"}""", "bad-kind")]
    [InlineData("""{"token":"5","chatId":-1,"chatType":"private","text":"x"}""", "bad-chat-id")]
    [InlineData("""{"token":"5","chatId":-1,"text":"x"}""", "from-missing")]
    [InlineData("""{"token":"5","chatId":-1,"text":"x","from":{"id":1},"entities":[{"type":"mention","offset":0,"length":2}]}""", "bad-entities")]
    [InlineData("""{"token":"5","chatId":1,"text":"x","senderChat":{"id":-1}}""", "bad-sender-chat")]
    [InlineData("""{"token":"5","chatId":-1,"text":"x","senderChat":{"id":1}}""", "bad-sender-chat")]
    [InlineData("""{"token":"5","chatId":1,"text":"x","editOf":3}""", "message-not-found")]
    [InlineData("""{"token":"5","chatId":1,"text":"x","replyTo":3}""", "message-not-found")]
    public async Task Messages_WhenTheRequestIsWrong_SayWhatIs(string body, string code)
    {
        using var response = await host.PostRaw("control/messages", body);
        var type = response.Content.Headers.ContentType?.MediaType;

        var answer = await SandboxHost.Read(response, HttpStatusCode.BadRequest);

        Assert.Equal((code, "application/problem+json"), (answer.GetProperty("code").GetString(), type));
        Assert.DoesNotContain("MultiBot", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_WhenOneOfManyIsWrong_TellWhich()
    {
        var bot = host.NewBot();

        var answer = await SandboxHost.Read(
            await host.PostRaw("control/messages", $$"""[{"token":{{bot.Number}},"chatId":1,"text":"good"},{"token":{{bot.Number}},"chatId":1}]"""), HttpStatusCode.BadRequest);

        Assert.Equal(1, answer.GetProperty("index").GetInt32());
        Assert.Single(await bot.Poll());
    }

    [Fact]
    public async Task Messages_WhenTheChatBlockedTheBot_AreRefused()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await host.Post("control/block", new { token = bot.Number, chatId = TestBot.Ann });

        using var response = await host.PostRaw("control/messages", $$"""{"token":{{bot.Number}},"chatId":{{TestBot.Ann}},"text":"still there?"}""");

        Assert.Equal("blocked", (await SandboxHost.Read(response, HttpStatusCode.BadRequest)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Messages_WhenTheTextHoldsANul_DeliverItAsItIs()
    {
        var bot = host.NewBot();
        await bot.Hear("a\0b");

        Assert.Equal("a\0b", (await bot.Poll())[0].Message!.Text);
    }

    [Fact]
    public async Task Control_WhenAPageFromElsewhereCalls_IsForbidden()
    {
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "control/bots");
        foreign.Headers.Add("Origin", "https://example.org");
        using var own = new HttpRequestMessage(HttpMethod.Get, "control/bots");
        own.Headers.Add("Origin", host.Url.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.SendAsync(foreign, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync(own, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Group_IsToldAsTelegramTellsOfIt_WithWhoeverWritesInItsName()
    {
        const long group = -1_000_000_000_900;
        var bot = host.NewBot();
        var chat = new { id = group, type = "supergroup", title = "Friends" };
        await bot.HearRaw(new { token = bot.Token, chat, from = new { id = 5, firstName = "Ann" }, text = "Anna, hi", entities = new[] { new { type = "text_mention", offset = 0, length = 4, userId = 77 } } });
        await bot.HearRaw(new { token = bot.Token, chat, senderChat = new { id = group }, text = "We say" });
        await bot.HearRaw(new { token = bot.Token, chat, senderChat = new { id = -1_000_000_000_901, title = "News" }, text = "They say" });

        var messages = (await bot.Poll()).Select(update => update.Message!).ToArray();

        Assert.All(messages, message => Assert.Equal((group, "Friends", ChatType.Supergroup), (message.Chat.Id, message.Chat.Title, message.Chat.Type)));
        Assert.Equal(77, Assert.Single(messages[0].Entities!).User!.Id);
        Assert.Equal([null, group, -1_000_000_000_901], messages.Select(message => message.SenderChat?.Id));
        Assert.Equal(["Ann", "Group", "Channel"], messages.Select(message => message.From!.FirstName));
        Assert.Equal("News", messages[2].SenderChat!.Title);
        Assert.Equal(["Anna, hi", "We say", "They say"], (await bot.Seen(group)).Select(entry => entry.GetProperty("text").GetString()));
    }
}
