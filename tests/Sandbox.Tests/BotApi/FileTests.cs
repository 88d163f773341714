using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;

namespace MultiBot.Sandbox.Tests.BotApi;

public sealed class FileTests(SandboxHost host)
{
    private static readonly byte[] Content = [0xFF, 0xD8, 0xFF, 1, 2, 3];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("photo")]
    [InlineData("voice")]
    [InlineData("document")]
    [InlineData("sticker")]
    public async Task File_WhenAPersonGivesItsContent_IsThereForTheBot(string kind)
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind, content = Content });
        var id = FileOf((await bot.Poll())[0].Message!).FileId;

        var file = await bot.Client.GetFile(id, Cancelled);

        Assert.Equal(Content.Length, file.FileSize);
        Assert.Equal(Content, await host.GetBytes($"file/bot{bot.Token}/{file.FilePath}"));
        Assert.Null(await host.GetBytes($"file/bot{bot.Number}:another-secret/{file.FilePath}"));
        Assert.Null(await host.GetBytes($"file/bot{bot.Token}/files/other"));
    }

    [Fact]
    public async Task File_WithoutContent_IsNoFile()
    {
        var bot = host.NewBot();
        await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "photo" });
        var id = FileOf((await bot.Poll())[0].Message!).FileId;

        var refusal = await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.GetFile(id, Cancelled));

        Assert.Equal((400, "Bad Request: invalid file_id"), (refusal.ErrorCode, refusal.Message));
    }

    [Fact]
    public async Task Files_WhenThereAreMany_AreForgottenOldestFirst()
    {
        var bot = host.NewBot();
        for (var i = 0; i < 101; i++) await bot.HearRaw(new { token = bot.Number, chatId = TestBot.Ann, kind = "voice", content = Content });
        var updates = await bot.Poll();

        await Assert.ThrowsAsync<ApiRequestException>(() => bot.Client.GetFile(updates[0].Message!.Voice!.FileId, Cancelled));
        Assert.Equal(Content.Length, (await bot.Client.GetFile(updates[1].Message!.Voice!.FileId, Cancelled)).FileSize);
    }

    private static FileBase FileOf(Message message) => message switch
    {
        { Photo: [.., var largest] } => largest,
        { Voice: { } voice } => voice,
        { Sticker: { } sticker } => sticker,
        _ => message.Document!,
    };
}
