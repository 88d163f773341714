using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Updates;

/// <summary>What people do and what the Domain hears of it.</summary>
public sealed class TranslationTests(SandboxHost sandbox)
{
    private const long Ann = 7001;

    [Fact]
    public async Task Message_FromAPerson_TellsAllThatTheDomainAsksFor()
    {
        await using var rig = new Rig(sandbox.Url);
        var from = new { id = Ann, firstName = "Ann", lastName = "Lee", languageCode = "de" };
        var first = await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, from, text = "Hallo 🙂 שלום" });
        var second = await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, from, text = "Stop", replyTo = first });

        rig.Start();
        var updates = (await rig.Listener.UpdatesAsync(2)).Cast<MessageArrived>().ToArray();

        Assert.Equal(("Hallo 🙂 שלום", "Ann Lee", "de", Ann, MessageKind.Text), (updates[0].Text, updates[0].SenderName, updates[0].LanguageCode, updates[0].Chat.Value, updates[0].Kind));
        Assert.Equal((second, first, Intent.OptOut), (updates[1].SourceId, updates[1].ReplyToSourceId, updates[1].Intent));
        Assert.Equal(Intent.None, updates[0].Intent);
        Assert.True((TimeProvider.System.GetUtcNow() - updates[0].At).Duration() < TimeSpan.FromMinutes(1), $"{updates[0].At}");
    }

    [Fact]
    public async Task Message_PassedOn_SaysSo()
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "mine" });
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "hers", forwardFrom = "Eve" });

        rig.Start();

        Assert.Equal([false, true], (await rig.Listener.UpdatesAsync(2)).Cast<MessageArrived>().Select(message => message.Forwarded));
    }

    [Theory]
    [InlineData("photo", MessageKind.Photo)]
    [InlineData("voice", MessageKind.Voice)]
    [InlineData("audio", MessageKind.Audio)]
    [InlineData("video", MessageKind.Video)]
    [InlineData("animation", MessageKind.Animation)]
    [InlineData("document", MessageKind.Document)]
    public async Task Media_WithACaption_ArrivesWithItAsText(string kind, MessageKind expected)
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, kind, text = "Look at this" });

        rig.Start();
        var message = await rig.Listener.UpdateAsync<MessageArrived>();

        Assert.Equal((expected, "Look at this"), (message.Kind, message.Text));
    }

    [Theory]
    [InlineData("sticker", MessageKind.Sticker)]
    [InlineData("videoNote", MessageKind.VideoNote)]
    [InlineData("location", MessageKind.Location)]
    [InlineData("contact", MessageKind.Contact)]
    public async Task Media_WithoutWords_ArrivesWithoutText(string kind, MessageKind expected)
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, kind });

        rig.Start();
        var message = await rig.Listener.UpdateAsync<MessageArrived>();

        Assert.Equal((expected, ""), (message.Kind, message.Text));
    }

    [Fact]
    public async Task Edit_OfAMessage_ArrivesAsAnEdit()
    {
        await using var rig = new Rig(sandbox.Url);
        await rig.RunAsync();
        var id = await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "Helo" });
        await rig.Listener.UpdateAsync<MessageArrived>();

        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "Hello", editOf = id });
        var edit = await rig.Listener.UpdateAsync<MessageEdited>();

        Assert.Equal((id, "Hello", Ann), (edit.SourceId, edit.Text, edit.Chat.Value));
    }

    [Fact]
    public async Task Block_AndUnblock_AreToldAsMembership()
    {
        await using var rig = new Rig(sandbox.Url);
        await rig.RunAsync();
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "Hello" });
        await rig.Listener.UpdateAsync<MessageArrived>();

        await sandbox.PostAsync("block", new { token = rig.Token, chatId = Ann, blocked = true });
        var blocked = await rig.Listener.UpdateAsync<ContactMembership>();
        await sandbox.PostAsync("block", new { token = rig.Token, chatId = Ann, blocked = false });
        var unblocked = await rig.Listener.UpdateAsync<ContactMembership>();

        Assert.Equal((true, false, Ann), (blocked.Blocked, unblocked.Blocked, blocked.Chat.Value));
    }

    [Fact]
    public async Task Group_IsPassedOverButTheCursorMoves()
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.PostAsync("bots", new { token = rig.Token, nextUpdateId = 10 });
        await sandbox.WriteAsync(new { token = rig.Token, chatId = -500, from = new { id = Ann }, text = "All together" });

        rig.Start();
        var batch = await rig.Listener.BatchAsync();

        Assert.Empty(batch.Updates);
        Assert.Equal(11, batch.Cursor);
    }

    [Theory]
    [InlineData("""{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":true,"first_name":"Bot"},"text":"Hi"}""")]
    [InlineData("""{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false,"first_name":"Ann"},"pinned_message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"}}}""")]
    public async Task OtherBotsAndServiceMessages_ArePassedOver(string message)
    {
        Assert.Empty((await PollAsync($$"""{"update_id":3,"message":{{message}}}""")).Updates);
    }

    [Fact]
    public async Task Text_ThatNoDatabaseHolds_IsMadeStorable()
    {
        var batch = await PollAsync(Text(3, """A\u0000B"""));

        Assert.Equal("A\uFFFDB", Assert.IsType<MessageArrived>(Assert.Single(batch.Updates)).Text);
    }

    [Fact]
    public async Task Poison_AmongOthers_IsParkedOrSkippedAndStopsNobody()
    {
        var batch = await PollAsync(
            Text(3, "before"),
            """{"update_id":4,"message":{"message_id":8,"date":1700000000,"chat":{"id":5,"type":"private"},"from":"not a person","text":"poison"}}""",
            """{"update_id":5,"edited_message":{"message_id":8,"date":"what","chat":{"id":5,"type":"private"}}}""",
            Text(6, """lone \ud83d surrogate"""),
            """{"no":"id"}""",
            "17",
            Text(7, "after"));

        Assert.Equal(8, batch.Cursor);
        var messages = batch.Updates.Cast<MessageArrived>().ToArray();
        Assert.Equal(["before", "", "", "after"], messages.Select(message => message.Text));
        Assert.Equal([null, "telegram.update_unreadable", "telegram.update_unreadable", null], messages.Select(message => message.Unreadable));
        Assert.Equal((8, 5, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), (messages[1].SourceId, messages[1].Chat.Value, messages[1].At));
    }

    private static string Text(int update, string text) =>
        $$$"""{"update_id":{{{update}}},"message":{"message_id":{{{update}}},"date":1700000000,"chat":{"id":5,"type":"private","first_name":"Ann"},"from":{"id":5,"is_bot":false,"first_name":"Ann"},"text":"{{{text}}}"}}""";

    /// <summary>What the session delivers when Telegram answers the first poll with these updates.</summary>
    private static async Task<UpdateBatch> PollAsync(params string[] updates)
    {
        await using var stub = new WireStub();
        stub.Answer = call => call.Method == "getUpdates" && call.Offset is null ? call.UpdatesAsync(updates) : WireStub.QuietAsync(call);
        await using var rig = new Rig(stub.Url);
        rig.Start();
        var batch = await rig.Listener.BatchAsync();
        await rig.Listener.ReportAsync(SessionState.Running);
        return batch;
    }
}
