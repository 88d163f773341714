using Microsoft.Data.Sqlite;
using MultiBot.Silo.Tests.Fixtures;
using MultiBot.Silo.Tests.Hosting;
using MultiBot.SiloProcesses;

namespace MultiBot.Silo.Tests.Commands;

public sealed class ChatCommandsOnPostgresTests(OrleansOnPostgres postgres) : ChatCommandsContract, IClassFixture<OrleansOnPostgres>
{
    protected override TestSilo Silo => postgres.Silo;
}

[Collection(OneSilo.Name)]
public sealed class ChatCommandsTests(SharedSilo shared) : ChatCommandsContract
{
    protected override TestSilo Silo => shared.Silo;

    [Fact]
    public async Task Changes_AreInTheAuditUnderTheAdminsChat()
    {
        var phone = await AdminPhone.WithBotAsync(Silo);
        foreach (var command in new[] { "!add 555 Bob", "!takeover bob", "!handback bob", "!takeover nobody", "!list", "!restart" }) await phone.AskAsync(command);

        await Silo.Client.UntilAsync($"/api/v1/events?botId={phone.Bot}&type=BotStarted", page => page["items"]!.AsArray().Count == 2);
        await phone.AskAsync("!stop");
        await phone.StatusAsync(status => (string?)status["status"] == "Stopped");
        await phone.StatusAsync(_ => Audit(phone.Bot).Count == 5);

        Assert.Equal(
            [
                ("chat:9", "chat.rename", """{"chatId":555}"""), ("chat:9", "chat.takeover", """{"chatId":555}"""), ("chat:9", "chat.handback", """{"chatId":555}"""),
                ("chat:9", "bot.restart", "{}"), ("chat:9", "bot.stop", "{}"),
            ],
            Audit(phone.Bot));
    }

    [Fact]
    public async Task Model_IsNeverShownACommandOrItsAnswer()
    {
        await using var llm = await LlmStub.StartAsync();
        var phone = await AdminPhone.WithBotAsync(Silo, bot => bot["llm"] = new System.Text.Json.Nodes.JsonObject
        {
            ["provider"] = "compatible", ["endpoint"] = llm.Endpoint, ["apiKey"] = "a-key", ["model"] = "stub",
        });

        Assert.Equal("answers #1", await phone.AskAsync("hello #1"));
        await phone.AskAsync("!id needle");
        await phone.AskAsync("!add 555 Needle");
        Assert.Equal("answers #2", await phone.AskAsync("hello again #2"));

        Assert.Equal(2, llm.Requests.Count);
        Assert.Contains("hello #1", llm.Requests.Last().Body, StringComparison.Ordinal);
        Assert.DoesNotContain("eedle", llm.Requests.Last().Body, StringComparison.Ordinal);
        var messages = await phone.MessagesAsync(AdminPhone.Admin, 8);
        Assert.All(messages.Where(message => ((string?)message!["text"])!.StartsWith('!')), message => Assert.Equal(("in", "answered", "contact"), ((string?)message!["direction"], (string?)message["state"], (string?)message["by"])));
    }

    [Fact]
    public async Task Disclosure_IsNotSaidByTheSystemAndSaidByThePersona()
    {
        var phone = await AdminPhone.WithBotAsync(Silo, bot =>
        {
            bot["features"]!["disclosure"] = true;
            bot["persona"] = new System.Text.Json.Nodes.JsonObject { ["disclosure"] = "I am an AI." };
        });

        Assert.StartsWith("This chat is", await phone.AskAsync("!id"), StringComparison.Ordinal);
        Assert.StartsWith("I am an AI.", await phone.AskAsync("hello"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElsesWords_PassedOnByTheAdmin_AreNoCommand()
    {
        var phone = await AdminPhone.WithBotAsync(Silo);

        await phone.SayAsync(AdminPhone.Admin, "!restart", more: new { forwardFrom = "Somebody" });

        Assert.StartsWith("Thanks for your message", await phone.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_EditedAfterItsAnswer_IsNotCarriedOutAgain()
    {
        var phone = await AdminPhone.WithBotAsync(Silo);
        Assert.EndsWith("`command.unknown`", await phone.AskAsync("!hepl"), StringComparison.Ordinal);
        var entries = await Silo.Client.UntilAsync($"/sandbox/control/chats/{phone.Account}/{AdminPhone.Admin}", _ => true);

        await phone.SayAsync(AdminPhone.Admin, "!help", more: new { editOf = (int)entries[0]!["id"]! });

        Assert.StartsWith("This chat is", await phone.AskAsync("!id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongAnswer_ComesInPartsThatAreEachFormatted()
    {
        var phone = await AdminPhone.WithBotAsync(Silo);
        for (var i = 1; i <= 20; i++) await phone.AskAsync($"!add {1000 + i} {new string('あ', 120)}{i}");
        var list = await phone.AskAsync("!list");
        Assert.StartsWith("**Chats** 21, page 1 of 2", list, StringComparison.Ordinal);
        Assert.EndsWith("\nMore: `!list 2`", list, StringComparison.Ordinal);
        Assert.StartsWith("**Chats** 21, page 2 of 2\n`", await phone.AskAsync("!list 2"), StringComparison.Ordinal);
    }

    private List<(string Actor, string Action, string Detail)> Audit(string bot)
    {
        using var connection = new SqliteConnection($"Data Source={Directory.GetFiles(Silo.Folder, "*.db").Single()};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT actor, action, detail FROM audit_log WHERE bot_id = $bot AND actor LIKE 'chat:%' ORDER BY id";
        command.Parameters.AddWithValue("$bot", bot);
        using var rows = command.ExecuteReader();
        var lines = new List<(string, string, string)>();
        while (rows.Read()) lines.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        return lines;
    }
}
