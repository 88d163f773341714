using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class SendTests(SandboxHost host)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Texts => ["hello", "Привет 👋🏽", "שלום עולם", "👨‍👩‍👧‍👦 family", "<b>& \"quoted\" \\ </b>", "line\nline"];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task SendMessage_WhenThePersonWroteBefore_ShowsTheTextAsSent(string text)
    {
        var bot = host.NewBot();
        var question = await bot.Hear(text);

        var sent = await bot.Client.SendMessage(
            TestBot.Ann, text, ParseMode.None, new ReplyParameters { MessageId = question }, linkPreviewOptions: new LinkPreviewOptions { IsDisabled = true }, cancellationToken: Cancelled);

        Assert.Equal((text, question, question), (sent.Text, sent.ReplyToMessage!.Id, sent.Id - 1));
        Assert.Equal(text, (await bot.Poll())[0].Message!.Text);
        var seen = await bot.Seen();
        Assert.Equal(["person", "bot"], seen.Select(entry => entry.GetProperty("from").GetString()));
        Assert.Equal((sent.Id, text), (seen[1].GetProperty("id").GetInt32(), seen[1].GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("", "Bad Request: message text is empty")]
    [InlineData(" \n\t ", "Bad Request: text must be non-empty")]
    public async Task SendMessage_WhenTheTextIsEmpty_IsRefused(string text, string description)
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        await AssertRefused(400, description, () => bot.Say(text));
    }

    [Fact]
    public async Task SendMessage_WhenTheTextExceedsTheLimit_IsRefused()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        await bot.Say(string.Concat(Enumerable.Repeat("👋", 2048)));
        await AssertRefused(400, "Bad Request: message is too long", () => bot.Say(string.Concat(Enumerable.Repeat("👋", 2048)) + "x"));
    }

    [Fact]
    public async Task SendMessage_WithEntities_AnswersAndShowsThemWhereTheyStandInTheShownText()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        MessageEntity[] entities =
        [
            new() { Type = MessageEntityType.Code, Offset = 7, Length = 50 }, new() { Type = MessageEntityType.Bold, Offset = 0, Length = 6 }, new() { Type = MessageEntityType.Bold, Offset = 60, Length = 5 },
        ];

        var sent = await bot.Client.SendMessage(TestBot.Ann, "  🙂 hi /start now", entities: entities, cancellationToken: Cancelled);

        Assert.Equal("🙂 hi /start now", sent.Text);
        Assert.Equal(
            [(MessageEntityType.Bold, 0, 4), (MessageEntityType.Code, 5, 11)], sent.Entities!.Select(entity => (entity.Type, entity.Offset, entity.Length)));
        Assert.Equal(
            """[{"type":"bold","offset":0,"length":4},{"type":"code","offset":5,"length":11}]""", (await bot.Seen())[1].GetProperty("entities").GetRawText());
        Assert.Equal(2, (await bot.Journal()).Single(entry => entry.GetProperty("what").GetString() == "sendMessage").GetProperty("entities").GetInt32());
        Assert.False((await bot.Seen())[0].TryGetProperty("entities", out _));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""[{"type":"bold"}]""")]
    public async Task SendMessage_WithEntitiesThatCannotBeRead_IsRefused(string entities)
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        var answer = await host.Http.GetAsync($"bot{bot.Token}/sendMessage?chat_id={TestBot.Ann}&text=hello&entities={Uri.EscapeDataString(entities)}", Cancelled);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(await bot.Seen());
    }

    [Fact]
    public async Task SendMessage_WhenNobodyHasThatId_FindsNoChat() =>
        await AssertRefused(400, "Bad Request: chat not found", () => host.NewBot().Say("hello", 999_999_999));

    [Fact]
    public async Task SendMessage_WhenThePersonNeverWroteToThisBot_MayNotBegin()
    {
        await host.Post("control/people", new { id = 7_100, firstName = "Silent" });

        await AssertRefused(403, "Forbidden: bot can't initiate conversation with a user", () => host.NewBot().Say("hello", 7_100));
    }

    [Fact]
    public async Task SendMessage_WhenThePersonBlockedTheBot_IsForbiddenUntilUnblocked()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        await host.Post("control/block", new { token = bot.Number, chatId = TestBot.Ann });

        await AssertRefused(403, "Forbidden: bot was blocked by the user", () => bot.Say("hello"));

        await host.Post("control/block", new { token = bot.Number, chatId = TestBot.Ann, blocked = false });
        await bot.Say("hello");
        var members = (await bot.Poll()).Where(update => update.Type is UpdateType.MyChatMember).Select(update => update.MyChatMember!.NewChatMember.Status);
        Assert.Equal([ChatMemberStatus.Kicked, ChatMemberStatus.Member], members);
    }

    [Fact]
    public async Task SendMessage_WhenTheRepliedMessageIsMissing_IsRefusedUnlessAllowed()
    {
        var bot = host.NewBot();
        var id = await bot.Hear("hi");

        await AssertRefused(400, "Bad Request: message to be replied not found", () =>
            bot.Client.SendMessage(TestBot.Ann, "re", replyParameters: id + 99, cancellationToken: Cancelled));
        var reply = new ReplyParameters { MessageId = id + 99, AllowSendingWithoutReply = true };
        Assert.Null((await bot.Client.SendMessage(TestBot.Ann, "re", replyParameters: reply, cancellationToken: Cancelled)).ReplyToMessage);
    }

    [Fact]
    public async Task SendMessage_WhenLimitsAreOn_AsksToWait()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var ownHost = new SandboxHost(_ => { }, time);
        await ownHost.InitializeAsync();
        var bot = ownHost.NewBot();
        await bot.Hear("hi");
        await bot.Hear("hi", 7_002);
        await ownHost.Post("control/limits", new { perChatPerSecond = 1, perBotPerSecond = 3 });
        await bot.Say("one");

        var refused = await AssertRefused(429, "Too Many Requests: retry after 1", () => bot.Say("two"));

        Assert.Equal(1, refused.Parameters!.RetryAfter);
        await bot.Say("another chat", 7_002);
        time.Advance(TimeSpan.FromSeconds(1));
        await bot.Say("two");
        await ownHost.Post("control/limits", new { token = bot.Number, perBotPerSecond = 1 });
        await bot.Say("three");
        await AssertRefused(429, "Too Many Requests: retry after 1", () => bot.Say("another chat", 7_002));
        await ownHost.Post("control/limits", new { token = bot.Number });
        await bot.Say("another chat", 7_002);
    }

    [Fact]
    public async Task SendMessage_WhenTheGroupMoved_TellsItsNewId()
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = -500, from = new { id = 5, firstName = "Bo" }, text = "in a group", chatTitle = "Team" });
        await host.Post("control/migrate", new { token = bot.Number, chatId = -500, newChatId = -1_000_000_000_500 });

        var refused = await AssertRefused(400, "Bad Request: group chat was upgraded to a supergroup chat", () => bot.Say("hello", -500));

        Assert.Equal(-1_000_000_000_500, refused.Parameters!.MigrateToChatId);
        Assert.Equal(1, (await bot.Say("hello", -1_000_000_000_500)).Id);
        var updates = await bot.Poll();
        Assert.Equal(("Team", ChatType.Group), (updates[0].Message!.Chat.Title, updates[0].Message!.Chat.Type));
        Assert.Equal(-1_000_000_000_500, updates[1].Message!.MigrateToChatId);
    }

    [Fact]
    public async Task SendMessage_WhenTheBodyHoldsHalfASurrogatePair_IsRefused()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        var answer = await SandboxHost.Read(await host.PostRaw($"/bot{bot.Token}/sendMessage", """{"chat_id":7001,"text":"\ud83d"}"""), System.Net.HttpStatusCode.BadRequest);

        Assert.Equal("Bad Request: strings must be encoded in UTF-8", answer.GetProperty("description").GetString());
    }

    [Fact]
    public async Task SendMessage_WhenArgumentsComeInOtherWays_IsTheSame()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        using var form = new FormUrlEncodedContent([new("chat_id", "7001"), new("text", "form")]);
        using var multipart = new MultipartFormDataContent { { new StringContent("7001"), "chat_id" }, { new StringContent("multipart"), "text" } };

        await host.Get($"/bot{bot.Token}/sendMessage?chat_id=7001&text=query");
        await SandboxHost.Read(await host.Http.PostAsync($"/bot{bot.Token}/SENDMESSAGE", form, Cancelled));
        await SandboxHost.Read(await host.Http.PostAsync($"/sandbox/bot{bot.Token}/sendMessage", multipart, Cancelled));

        Assert.Equal(["hi", "query", "form", "multipart"], (await bot.Seen()).Select(entry => entry.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task SendChatAction_WhenTheChatIsKnown_ShowsUntilTheMessageComes()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");

        await bot.Client.SendChatAction(TestBot.Ann, ChatAction.Typing, cancellationToken: Cancelled);

        Assert.Equal("typing", (await host.Get($"control/chats/{bot.Number}"))[0].GetProperty("action").GetString());
        await bot.Say("done");
        Assert.False((await host.Get($"control/chats/{bot.Number}"))[0].TryGetProperty("action", out _));
        await AssertRefused(400, "Bad Request: chat not found", () => bot.Client.SendChatAction(12_345, ChatAction.Typing, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task SendPhoto_WhenAFileIsUploaded_ShowsPhotoAndCaption()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        using var file = new MemoryStream([1, 2, 3]);

        var sent = await bot.Client.SendPhoto(TestBot.Ann, InputFile.FromStream(file, "cat.jpg"), "a cat", cancellationToken: Cancelled);

        Assert.Equal(("a cat", MessageType.Photo), (sent.Caption, sent.Type));
        Assert.Equal("photo", (await bot.Seen())[1].GetProperty("kind").GetString());
        await AssertRefused(400, "Bad Request: message caption is too long", () =>
            bot.Client.SendPhoto(TestBot.Ann, "file", new string('x', 1025), cancellationToken: Cancelled));
    }

    private static async Task<ApiRequestException> AssertRefused(int code, string description, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiRequestException>(call);
        Assert.Equal((code, description), (refused.ErrorCode, refused.Message));
        return refused;
    }
}
