using System.Text.Json;
using MultiBot.Client.Tests.Bots;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Approvals;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Storage;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Chats;

public sealed class ChatsTests(TestSilo silo)
{
    [Fact]
    public async Task List_WhenJson_HasTheRestShape()
    {
        var bot = silo.Cluster.Add(bot => bot.WithChat(-100200, "Дом", Domain.Chats.ChatMode.OptedOut));

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "list", bot.Id.Value, "--json"));

        var chat = Assert.Single(JsonDocument.Parse(run.Out).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(-100200, chat.GetProperty("chatId").GetInt64());
        Assert.Equal("optedOut", chat.GetProperty("mode").GetString());
        Assert.Equal(2, chat.GetProperty("messageCount").GetInt64());
        Assert.Contains("Дом", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WhenJson_HasMessagesOldestFirstInTheRestShape()
    {
        var bot = TalkingBot();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "show", bot.Id.Value, "5", "--json"));

        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("persona", root.GetProperty("chat").GetProperty("mode").GetString());
        var messages = root.GetProperty("messages").GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            [("in", "photo", "received", "contact"), ("out", "text", "uncertain", "persona")],
            messages.Select(message => (Text(message, "direction"), Text(message, "kind"), Text(message, "state"), Text(message, "by"))));
    }

    [Fact]
    public async Task Show_WhenPlain_HasOneLineAMessage()
    {
        var bot = TalkingBot();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "show", bot.Id.Value, "5"));

        Assert.Contains("1\t2026-11-22 12:00:00Z\tcontact\treceived\t[photo] look at this�\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("2\t2026-11-22 12:00:00Z\tpersona\tuncertain (telegram.timeout)\tnice (edited)\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WhenOlderOnesExist_GivesTheCursor()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "show", TalkingBot().Id.Value, "5", "--limit", "1"));

        Assert.Contains("--before older", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WhenThereIsNoSuchChat_IsRefused()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "show", silo.Cluster.Add().Id.Value, "404"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("chat.not_found:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_ChangesWhatIsNamedAndTakesAwayWhatIsEmpty()
    {
        var bot = silo.Cluster.Add(bot => bot.WithChat(5, "Kim", Domain.Chats.ChatMode.Persona));

        var run = await ConsoleRun.Script(ConsoleRun.At(
            silo, "chats", "edit", bot.Id.Value, "5", "--tag", "vip", "--tag", "früh", "--notes", "", "--time-zone", "Asia/Bishkek"));

        Assert.Equal((0, $"Changed {bot.Id}/5, now at revision 5.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        var change = JsonDocument.Parse(silo.Cluster.SentTexts[$"edited {bot.Id}/5"]).RootElement;
        Assert.Equal(["notes", "timeZone", "tags"], change.EnumerateObject().Select(field => field.Name));
        Assert.Equal(JsonValueKind.Null, change.GetProperty("notes").ValueKind);
        Assert.Equal(["vip", "früh"], change.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));
    }

    [Fact]
    public async Task Edit_OfNothing_IsWrongUsageAndOneOfAnOlderRevisionIsRefused()
    {
        var bot = silo.Cluster.Add(bot => bot.WithChat(5, "Kim", Domain.Chats.ChatMode.Persona));

        Assert.Equal(2, (await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "edit", bot.Id.Value, "5"))).Code);
        var stale = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "edit", bot.Id.Value, "5", "--notes", "x", "--revision", "3"));
        Assert.Equal(1, stale.Code);
        Assert.StartsWith("config.revision_stale:", stale.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@all, hello!")]
    [InlineData("[b]not markup[/b] 👋")]
    public async Task Send_WhenTextIsAnArgument_SendsItUnchanged(string text)
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "send", bot.Id.Value, "-5", text));

        Assert.Equal((0, "Accepted as message 77.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.Equal(text, silo.Cluster.SentTexts[$"{bot.Id}/-5"]);
    }

    [Fact]
    public async Task Send_WhenTextIsOnStandardInput_SendsAllLines()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script("one\ntwo\n", ConsoleRun.At(silo, "chats", "send", bot.Id.Value, "5", "-", "--json"));

        Assert.Equal(77, JsonDocument.Parse(run.Out).RootElement.GetProperty("id").GetInt64());
        Assert.Equal("one\ntwo", silo.Cluster.SentTexts[$"{bot.Id}/5"]);
    }

    [Fact]
    public async Task Mode_WhenTakenOverAndHandedBack_IsToldWithWhatWasOnItsWay()
    {
        var bot = silo.Cluster.Add(bot => bot.WithChat(5, "Bob"));

        var taken = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "takeover", bot.Id.Value, "5"));
        var refused = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "pause", bot.Id.Value, "5"));
        var back = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "handback", bot.Id.Value, "5", "--json"));

        Assert.Contains("human. Cancelled before leaving: 2. Already leaving, may still arrive: 1.", taken.Out, StringComparison.Ordinal);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("chat.mode_refused:", refused.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse(back.Out).RootElement;
        Assert.Equal("persona", Text(json, "mode"));
        Assert.Equal(2, json.GetProperty("cancelled").GetInt32());
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("drop")]
    public async Task Parked_WhenSettled_GoesToItsOwnChat(string verb)
    {
        var id = verb.Length * 1000L;
        var bot = silo.Cluster.Add(bot => bot.WithParked(id, 9, "poison"));

        var list = await ConsoleRun.Script(ConsoleRun.At(silo, "parked", "list", bot.Id.Value));
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "parked", "list", bot.Id.Value, "--json"));
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "parked", verb, bot.Id.Value, $"{id}"));
        var again = await ConsoleRun.Script(ConsoleRun.At(silo, "parked", verb, bot.Id.Value, $"{id}"));

        Assert.Contains($"{id}\t9\t2026-11-22 12:00:00Z\tparked\treply.failed\t3\tpoison", list.Out, StringComparison.Ordinal);
        Assert.Equal(id, JsonDocument.Parse(json.Out).RootElement.GetProperty("items")[0].GetProperty("message").GetProperty("id").GetInt64());
        Assert.Equal(0, run.Code);
        Assert.Equal(verb, silo.Cluster.SentTexts[$"settled {id}"]);
        Assert.Equal((1, true), (again.Code, again.Error.StartsWith("message.not_parked:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Drafts_AreListedApprovedAndRejected()
    {
        var id = silo.Cluster.NewNumber() + 1_000_000L;
        var bot = silo.Cluster.Add(bot => bot.Drafts.Add(new DraftItem
        {
            Id = id, ChatId = new ChatId(5), State = DraftState.Waiting, Text = "Hello\u001b", At = TestTimes.Noon, Answers = [3], Version = 1, Turn = 0,
        }));

        var list = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "drafts", bot.Id.Value, "5"));
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "drafts", bot.Id.Value, "5", "--json"));
        var approved = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "approve", bot.Id.Value, "5", $"{id}", "--text", "In my words"));
        var rejected = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "reject", bot.Id.Value, "5", $"{id}", "--again"));
        var refused = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "approve", bot.Id.Value, "5", "404"));
        var empty = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "approve", bot.Id.Value, "5", $"{id}", "--text", " "));

        Assert.Contains($"{id}\t2026-11-22 12:00:00Z\twaiting\t", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', list.Out);
        var item = JsonDocument.Parse(json.Out).RootElement.GetProperty("items")[0];
        Assert.Equal(("waiting", 3), (Text(item, "state"), item.GetProperty("answers")[0].GetInt32()));
        Assert.Equal((0, "In my words", "again"), (approved.Code, silo.Cluster.SentTexts[$"approved {id}"], silo.Cluster.SentTexts[$"rejected {id}"]));
        Assert.Contains("another one will be written", rejected.Out, StringComparison.Ordinal);
        Assert.Equal((1, true), (refused.Code, refused.Error.StartsWith("draft.superseded:", StringComparison.Ordinal)));
        Assert.Equal(2, empty.Code);
    }

    [Theory]
    [InlineData("on", "true")]
    [InlineData("off", "false")]
    [InlineData("default", "null")]
    public async Task Approval_IsPartOfWhatIsEdited(string word, string value)
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "chats", "edit", bot.Id.Value, "5", "--approval", word));

        Assert.Equal((0, $$"""{"approval":{{value}}}"""), (run.Code, silo.Cluster.SentTexts[$"edited {bot.Id}/5"]));
    }

    [Fact]
    public async Task Show_WhenAPersonReads_IsATable()
    {
        using var console = new TestConsole();

        var run = await ConsoleRun.Person(console, TextReader.Null, Editing.Never, ConsoleRun.At(silo, "chats", "show", TalkingBot().Id.Value, "5"));

        Assert.Contains("│ contact │ received", run.Out, StringComparison.Ordinal);
    }

    private FakeBot TalkingBot() => silo.Cluster.Add(bot =>
    {
        bot.WithChat(5, "Bob");
        bot.Messages.Add(new MessageItem { Id = 1, Outgoing = false, Kind = MessageKind.Photo, Text = "look at this\u001b", At = TestTimes.Noon, Inbox = InboxState.Requeued, By = Author.Contact });
        bot.Messages.Add(new MessageItem
        {
            Id = 2, Outgoing = true, Text = "nice", At = TestTimes.Noon, Outbox = OutboxState.Uncertain, By = Author.Persona, EditedAt = TestTimes.Noon, Code = "telegram.timeout",
        });
    });

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
