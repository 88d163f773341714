using MultiBot.Domain.Messages;

namespace MultiBot.Telegram.Tests.Updates;

/// <summary>What a message is beside its kind and text.</summary>
public sealed class DetailsTests(SandboxHost sandbox)
{
    private const long Ann = 7101;

    [Fact]
    public async Task Message_OfWordsAlone_HasNoDetails()
    {
        await using var rig = new Rig(sandbox.Url);

        Assert.Null((await HearAsync(rig, new { token = rig.Token, chatId = Ann, text = "Hello" })).Details);
    }

    [Fact]
    public async Task Photo_OfSeveralSizes_NamesTheLargestThatIsNotTooLarge()
    {
        await using var rig = new Rig(sandbox.Url);

        var photo = await HearAsync(rig, new { token = rig.Token, chatId = Ann, kind = "photo", text = "Look" });

        Assert.Equal(new MessageDetails { FileId = $"sandbox-Photo-{photo.SourceId}x", FileSize = 72_345 }, photo.Details);
    }

    [Fact]
    public async Task Media_OfEachKind_TellsWhatIsToBeKnownOfIt()
    {
        await using var rig = new Rig(sandbox.Url);
        rig.Start();

        Assert.Equal(17, (await NextAsync(rig, new { token = rig.Token, chatId = Ann, kind = "voice", duration = 17 })).Details!.Seconds);
        Assert.Equal(("audio/ogg", 48_210), ((await NextAsync(rig, new { token = rig.Token, chatId = Ann, kind = "voice" })).Details is var voice ? (voice!.MimeType, voice.FileSize) : default));
        Assert.Equal("🐢", (await NextAsync(rig, new { token = rig.Token, chatId = Ann, kind = "sticker", emoji = "🐢" })).Details!.Emoji);
        Assert.Equal(("план.txt", "text/plain"), (await NextAsync(rig, new { token = rig.Token, chatId = Ann, kind = "document", fileName = "план.txt", mimeType = "text/plain" })).Details is var file ? (file!.FileName, file.MimeType) : default);
        Assert.Equal((42.87, -74.59), (await NextAsync(rig, new { token = rig.Token, chatId = Ann, kind = "location", latitude = 42.87, longitude = -74.59 })).Details is var place ? (place!.Latitude!.Value, place.Longitude!.Value) : default);
        Assert.Equal(new MessageDetails { Title = "Ann" }, (await NextAsync(rig, new { token = rig.Token, chatId = Ann, from = new { id = Ann, firstName = "Ann" }, kind = "contact", phoneNumber = "+996555123456" })).Details);
    }

    [Fact]
    public async Task Reply_TellsWhatItAnswersAndWhoseWordsTheyAre()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await rig.RunAsync();
        var own = await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = new string('я', 400) });
        await rig.Listener.UpdateAsync<MessageArrived>();
        var sent = Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("Shall we?", Ann), TestContext.Current.CancellationToken));

        Assert.Equal(new MessageDetails { Quote = "Shall we?", QuotesBot = true }, (await NextAsync(rig, new { token = rig.Token, chatId = Ann, text = "Yes", replyTo = sent.SourceId })).Details);
        Assert.Equal(new MessageDetails { Quote = new string('я', 300) }, (await NextAsync(rig, new { token = rig.Token, chatId = Ann, text = "This", replyTo = own })).Details);
    }

    [Fact]
    public async Task Forward_TellsWhoWroteIt()
    {
        await using var rig = new Rig(sandbox.Url);

        Assert.Equal(new MessageDetails { ForwardedFrom = "Old friend" }, (await HearAsync(rig, new { token = rig.Token, chatId = Ann, text = "Hear!", forwardFrom = "Old friend" })).Details);
    }

    [Fact]
    public async Task Edit_OfACaption_KeepsTheFile()
    {
        await using var rig = new Rig(sandbox.Url);
        var photo = await HearAsync(rig, new { token = rig.Token, chatId = Ann, kind = "photo", text = "Look" });
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, editOf = photo.SourceId, text = "See" });

        var edit = await rig.Listener.UpdateAsync<MessageEdited>();

        Assert.Equal(("See", photo.Details), (edit.Text, edit.Details));
    }

    private async Task<MessageArrived> HearAsync(Rig rig, object message)
    {
        rig.Start();
        return await NextAsync(rig, message);
    }

    private async Task<MessageArrived> NextAsync(Rig rig, object message)
    {
        await sandbox.WriteAsync(message);
        return await rig.Listener.UpdateAsync<MessageArrived>();
    }
}
