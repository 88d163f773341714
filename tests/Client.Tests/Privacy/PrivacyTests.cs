using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;

namespace MultiBot.Client.Tests.Privacy;

public sealed class PrivacyTests(TestSilo silo)
{
    [Fact]
    public async Task Erase_WithoutAnybodyToAsk_WantsYesAndThenErases()
    {
        var bot = silo.Cluster.Add(bot => bot.WithChat(5, "Kim"));

        var unsure = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "erase", bot.Id.Value, "5"));
        var sure = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "erase", bot.Id.Value, "5", "--yes"));
        var again = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "erase", bot.Id.Value, "5", "--yes"));

        Assert.Equal((2, 0, 1), (unsure.Code, sure.Code, again.Code));
        Assert.Equal($"{bot.Id}/5 is erased. Cancelled before leaving: 2. Already leaving, may still arrive: 1.\n", sure.Out.ReplaceLineEndings("\n"));
        Assert.StartsWith("chat.not_found:", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WritesOneDocumentOfAllPages()
    {
        var bot = TalkingBot();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

        var shown = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "export", bot.Id.Value, "5"));
        var written = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "export", bot.Id.Value, "5", "--out", path));
        var refused = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "export", bot.Id.Value, "5", "--out", path));

        var document = JsonDocument.Parse(shown.Out).RootElement;
        Assert.Equal(["привет", "hello"], document.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
        Assert.Equal(5, document.GetProperty("chatId").GetInt64());
        Assert.Equal((0, 1), (written.Code, refused.Code));
        Assert.Equal(2, JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).RootElement.GetProperty("messages").GetArrayLength());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        File.Delete(path);
    }

    [Fact]
    public async Task Export_OfNobody_IsRefused()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "export", silo.Cluster.Add().Id.Value, "404"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("chat.not_found:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TakesAPersonOnAndOffAgain()
    {
        var person = -silo.Cluster.NewNumber();

        var added = await ConsoleRun.Script(ConsoleRun.At(silo, "do-not-contact", "add", $"{person}", "--note", "asked by mail", "--until", "2027-01-31"));
        var list = await ConsoleRun.Script(ConsoleRun.At(silo, "do-not-contact", "list", "--json"));
        var removed = await ConsoleRun.Script(ConsoleRun.At(silo, "do-not-contact", "remove", FakePrivacyGrain.IdOf(person)));
        var again = await ConsoleRun.Script(ConsoleRun.At(silo, "do-not-contact", "remove", $"{person}"));

        Assert.Equal((0, 0, 1), (added.Code, removed.Code, again.Code));
        var entry = JsonDocument.Parse(list.Out).RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == FakePrivacyGrain.IdOf(person));
        Assert.Equal("asked by mail", entry.GetProperty("note").GetString());
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), entry.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.StartsWith("do_not_contact.not_found:", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", "Kim")]
    [InlineData("remove", "Kim")]
    public async Task List_OfSomebodyWithoutANumber_IsWrongUsage(string command, string person)
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "do-not-contact", command, person));

        Assert.Equal(2, run.Code);
    }

    private FakeBot TalkingBot() => silo.Cluster.Add(bot =>
    {
        bot.WithChat(5, "Kim");
        bot.Messages.Add(new MessageItem { Id = 1, Outgoing = false, Text = "привет", At = TestTimes.Noon, Inbox = InboxState.Answered, By = Author.Contact });
        bot.Messages.Add(new MessageItem { Id = 2, Outgoing = true, Text = "hello", At = TestTimes.Noon, Outbox = OutboxState.Sent, By = Author.Persona });
    });
}
