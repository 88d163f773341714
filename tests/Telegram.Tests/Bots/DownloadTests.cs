using System.Text;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Http;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Bots;

public sealed class DownloadTests(SandboxHost sandbox)
{
    private const long Ann = 7201;
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a picture ", 5_000)));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_ThatAPersonSent_IsFetched()
    {
        await using var rig = new Rig(sandbox.Url);
        var (session, photo) = await PhotoAsync(rig);

        var file = await session.DownloadAsync(photo, Content.Length, Cancelled);

        Assert.Equal(Content, file!.Bytes);
        Assert.NotNull(await session.DownloadAsync(photo, Content.Length, Cancelled));
    }

    [Fact]
    public async Task File_ThatIsTooLargeOrGone_IsNone()
    {
        await using var rig = new Rig(sandbox.Url);
        var (session, photo) = await PhotoAsync(rig);

        Assert.Null(await session.DownloadAsync(photo, Content.Length - 1, Cancelled));
        Assert.Null(await session.DownloadAsync("nobody-knows-it", Content.Length, Cancelled));
        Assert.Single(await sandbox.JournalAsync(rig.Token, "getFile", 2), call => call.GetProperty("status").GetInt32() == 400);
    }

    [Fact]
    public async Task File_WhenNothingAnswers_IsNoneAndTheLogHoldsNoToken()
    {
        using var ears = new Ears();
        await using var rig = new Rig(sandbox.Url, logs: ears);
        var (session, photo) = await PhotoAsync(rig);
        await sandbox.BreakAsync(new { token = rig.Token, kind = "drop", method = "getFile" });

        Assert.Null(await session.DownloadAsync(photo, Content.Length, Cancelled));

        Assert.Contains(ears.Heard, line => line.Contains("file could not be fetched", StringComparison.Ordinal));
        Assert.DoesNotContain(ears.Heard, line => line.Contains(rig.Token.Split(':')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_OfASessionThatHasEnded_IsNone()
    {
        await using var rig = new Rig(sandbox.Url);
        var (session, photo) = await PhotoAsync(rig);
        await ((ITelegramSession)session).DisposeAsync();

        Assert.Null(await session.DownloadAsync(photo, Content.Length, Cancelled));
    }

    [Theory]
    [InlineData("photos/file_1.jpg", true)]
    [InlineData("photos/my file.jpg", true)]
    [InlineData("../bot1:x/getMe", false)]
    [InlineData("photos/../../x", false)]
    [InlineData("/var/lib/telegram/file.jpg", false)]
    [InlineData("photos\\..\\x", false)]
    [InlineData("", false)]
    public async Task Path_ThatLeadsElsewhere_IsNotFollowed(string path, bool isFollowed)
    {
        await using var stub = new WireStub();
        stub.Answer = call => call.Method == "getFile" ? call.OkAsync(new { file_id = "x", file_unique_id = "x", file_path = path })
            : call.Target.Contains("/file/", StringComparison.Ordinal) ? call.ReplyAsync(200, "bytes") : WireStub.QuietAsync(call);
        await using var rig = new Rig(stub.Url + "/server");
        var session = Assert.IsType<IMediaSession>(await rig.RunAsync(), exactMatch: false);

        var file = await session.DownloadAsync("x", 100, Cancelled);

        Assert.Equal(isFollowed ? "bytes" : null, file is null ? null : Encoding.UTF8.GetString(file.Bytes));
        Assert.Equal(
            isFollowed ? [$"/server/file/bot{rig.Token}/{path.Replace(" ", "%20", StringComparison.Ordinal)}"] : [],
            stub.Calls.Select(call => call.Target).Where(target => target.Contains("/file/", StringComparison.Ordinal)));
    }

    private async Task<(IMediaSession Session, string FileId)> PhotoAsync(Rig rig)
    {
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, kind = "photo", content = Content });
        var session = rig.Start();
        var message = await rig.Listener.UpdateAsync<MessageArrived>();
        return (Assert.IsType<IMediaSession>(session, exactMatch: false), message.Details!.FileId!);
    }
}
