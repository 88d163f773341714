using Telegram.Bot.Types.Enums;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class MediaTests(SandboxHost host)
{
    [Theory]
    [InlineData("photo", MessageType.Photo)]
    [InlineData("voice", MessageType.Voice)]
    [InlineData("audio", MessageType.Audio)]
    [InlineData("video", MessageType.Video)]
    [InlineData("videoNote", MessageType.VideoNote)]
    [InlineData("animation", MessageType.Animation)]
    [InlineData("sticker", MessageType.Sticker)]
    [InlineData("document", MessageType.Document)]
    public async Task Media_WhenAPersonSendsIt_IsUnderstoodByTheLibrary(string kind, MessageType type)
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind, text = "look @me" });

        var message = (await bot.Poll())[0].Message!;

        Assert.Equal((type, "look @me", "@me"), (message.Type, message.Caption, message.CaptionEntityValues!.Single()));
        Assert.Equal(kind, (await bot.Seen())[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Media_WhenFactsAreGiven_CarriesThem()
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "voice", duration = 17 });
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "location", latitude = 42.87, longitude = 74.59 });
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "contact", phoneNumber = "+996555123456" });
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "sticker", emoji = "🐢" });
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "document", fileName = "план.txt" });

        var messages = (await bot.Poll()).Select(update => update.Message!).ToArray();

        Assert.Equal(17, messages[0].Voice!.Duration);
        Assert.Equal((42.87, 74.59), (messages[1].Location!.Latitude, messages[1].Location!.Longitude));
        Assert.Equal("+996555123456", messages[2].Contact!.PhoneNumber);
        Assert.Equal("🐢", messages[3].Sticker!.Emoji);
        Assert.Equal("план.txt", messages[4].Document!.FileName);
    }

    [Fact]
    public async Task Message_WhenItRepliesOrIsForwarded_SaysSo()
    {
        var bot = host.NewBot();
        await bot.Hear("hi");
        var sent = await bot.Say("hello");
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, text = "why?", replyTo = sent.Id, forwardFrom = "Somebody" });

        var message = (await bot.Poll())[1].Message!;

        Assert.Equal((sent.Id, bot.Number), (message.ReplyToMessage!.Id, message.ReplyToMessage.From!.Id));
        Assert.Equal("Somebody", Assert.IsType<Telegram.Bot.Types.MessageOriginHiddenUser>(message.ForwardOrigin).SenderUserName);
    }

    [Fact]
    public async Task Message_WhenItIsWrittenInAGroup_NamesGroupAndAuthor()
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = -1_000_000_000_777, from = new { id = 5, firstName = "Bo" }, text = "all", chatTitle = "Everybody" });

        var message = (await bot.Poll())[0].Message!;

        Assert.Equal((ChatType.Supergroup, "Everybody", 5), (message.Chat.Type, message.Chat.Title, message.From!.Id));
        Assert.Equal(message.Id + 1, (await bot.Say("hello all", -1_000_000_000_777)).Id);
    }
}
