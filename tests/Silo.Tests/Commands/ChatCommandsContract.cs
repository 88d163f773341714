using System.Text.Json.Nodes;
using MultiBot.Silo.Tests.Fixtures;
using static MultiBot.Silo.Tests.Commands.AdminPhone;

namespace MultiBot.Silo.Tests.Commands;

/// <summary>Each command from the admin's phone through Telegram's library and the real silo and back. Held by both databases.</summary>
public abstract class ChatCommandsContract
{
    protected abstract TestSilo Silo { get; }

    [Fact]
    public async Task Commands_ThatShow_AreAnsweredFormatted()
    {
        var phone = await WithBotAsync(Silo);
        await phone.SayAsync(Anna, "hi", "Анна *B*");
        await phone.SawAsync(Anna, 1);

        var help = await phone.AskAsync("!help");
        Assert.StartsWith("**Commands**\n`!help [command]` – all commands", help, StringComparison.Ordinal);
        Assert.Contains("\n`!takeover <chat>` – the persona falls silent", help, StringComparison.Ordinal);
        Assert.StartsWith("`!takeover <chat>`\nThe persona falls silent", await phone.AskAsync("！ＨＥＬＰ  takeover"), StringComparison.Ordinal);
        Assert.Equal($"This chat is `9`, the bot `{phone.Bot}`", await phone.AskAsync("!id"));
        Assert.Equal("**1 chat** with «анна»\n`7` Анна *B*", await phone.AskAsync("!id анна"));
        Assert.Matches(@"^\*\*Chats\*\* 2\n`9` Person · persona · \d+ messages · just now\n`7` Анна \*B\* · persona · 2 messages · just now$", await phone.AskAsync("!list"));
        Assert.Matches($@"^\*\*{phone.Bot}\*\* `{phone.Bot}`\n\*\*Running\*\* · Healthy · on \S+\nLast heard from Telegram just now\nReceived \d+ · sent \d+\n", await phone.AskAsync("!status"));
        Assert.Matches(@"^\*\*Today\*\*, \d+ \w+, UTC\nReceived \d+ · sent \d+ · failed 0[\s\S]*\n\*\*Last 24 hours\*\*\nReceived ", await phone.AskAsync("!metrics"));
        Assert.Equal("**Анна *B*** `7`\npersona · 2 messages · just now\nNothing is known about this person yet.", await phone.AskAsync("!profile анна b"));
    }

    [Fact]
    public async Task TakeOverAndHandBack_ByName_DoWhatTheApiDoes()
    {
        var phone = await WithBotAsync(Silo);
        await phone.SayAsync(Anna, "hi", "Anna");
        await phone.SawAsync(Anna, 1);

        Assert.Equal("Taken over: `7` Anna\nThe persona is silent there until `!handback 7`", await phone.AskAsync("!takeover ANNA"));
        await phone.SayAsync(Anna, "for the human", "Anna");
        await phone.MessagesAsync(Anna, 3);
        Assert.Contains("`7` Anna · taken over · ", await phone.AskAsync("!list"), StringComparison.Ordinal);
        Assert.Equal("Handed back: `7` Anna\nThe persona answers the next message; earlier ones are left to you.", await phone.AskAsync("!handback 7"));
        await phone.SayAsync(Anna, "for the persona", "Anna");

        Assert.Equal(2, (await phone.SawAsync(Anna, 2)).Length);
        Assert.Equal("ignored", (string?)(await phone.MessagesAsync(Anna, 4)).Single(message => (string?)message!["text"] == "for the human")!["state"]);
    }

    [Fact]
    public async Task OwnChat_TakenOverAndHandedBack_StillObeys()
    {
        var phone = await WithBotAsync(Silo);

        Assert.StartsWith("Taken over: `9` Person", await phone.AskAsync("!takeover 9"), StringComparison.Ordinal);
        Assert.StartsWith("Handed back: `9` Person", await phone.AskAsync("!handback person"), StringComparison.Ordinal);
        Assert.StartsWith("**Commands**", await phone.AskAsync("!help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NamesAPersonForGood()
    {
        var phone = await WithBotAsync(Silo);
        await phone.SayAsync(Anna, "hi", "Anna");
        await phone.SawAsync(Anna, 1);

        Assert.Equal("Renamed: `7` Anna Maria", await phone.AskAsync("!add 7 Anna Maria"));
        Assert.Equal("Added: `555` <b>Bob</b>", await phone.AskAsync("!add 555 <b>Bob</b>"));
        await phone.SayAsync(Anna, "again", "Anna");
        await phone.SawAsync(Anna, 2);

        var list = await phone.AskAsync("!list");
        Assert.Contains("`7` Anna Maria · persona", list, StringComparison.Ordinal);
        Assert.Contains("`555` <b>Bob</b> · persona · 0 messages", list, StringComparison.Ordinal);
        Assert.Equal("Anna Maria", (string?)(await Silo.Client.UntilAsync($"/api/v1/bots/{phone.Bot}/chats/7", _ => true))["name"]);
    }

    [Fact]
    public async Task Nonsense_IsAnsweredWithWhatToWriteAndACode()
    {
        var phone = await WithBotAsync(Silo);

        foreach (var (text, code) in new[]
        {
            ("!", "command.unknown"), ("!!!", "command.unknown"), ("!fly", "command.unknown"), ("!help fly", "command.unknown"), ("!takeover", "command.arguments"),
            ("!status now", "command.arguments"), ("!add 7", "command.arguments"), ("!add anna Anna", "command.chat"), ("!del anna", "command.chat"),
            ("!profile @anna", "command.chat"), ("!takeover 12 34", "command.chat"), ("!handback nobody", "command.name_unknown"), ("!list 0", "command.page"),
            ("!list 2", "command.page"), ("!profile 404", "chat.not_found"), ("!del 404", "chat.not_found"),
        })
        {
            var answer = await phone.AskAsync(text);
            Assert.EndsWith($"\n`{code}`", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Del_ErasesAPersonButNotTheAdmin()
    {
        var phone = await WithBotAsync(Silo);
        await phone.SayAsync(Anna, "hi", "Anna");
        await phone.SawAsync(Anna, 1);

        Assert.EndsWith("\n`command.own_chat`", await phone.AskAsync("!del 9"), StringComparison.Ordinal);
        Assert.Equal("Erased, for good: `7` Anna, 2 messages.", await phone.AskAsync("!del 7"));

        Assert.EndsWith("\n`chat.not_found`", await phone.AskAsync("!del 7"), StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", await phone.AskAsync("!list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HasThePersonaWriteFirstWhereItMay()
    {
        var phone = await WithBotAsync(Silo);
        await phone.SayAsync(Anna, "hi", "Anna");
        await phone.SawAsync(Anna, 1);

        Assert.Equal("The persona is about to write first: `7` Anna", await phone.AskAsync("!start anna"));
        Assert.Equal(2, (await phone.SawAsync(Anna, 2)).Length);

        await phone.AskAsync("!takeover 7");
        Assert.EndsWith("\n`chat.mode`", await phone.AskAsync("!start 7"), StringComparison.Ordinal);
        await phone.AskAsync("!add 555 Bob");
        Assert.EndsWith("\n`chat.not_found`", await phone.AskAsync("!start Bob"), StringComparison.Ordinal);
        Assert.Equal(2, (await phone.SawAsync(Anna, 2)).Length);
    }

    [Fact]
    public async Task Restart_IsAnsweredFirstAndTheBotRunsAgain()
    {
        var phone = await WithBotAsync(Silo);

        Assert.Equal($"Restarting `{phone.Bot}`. See `!status` in a moment.", await phone.AskAsync("!restart"));
        await Silo.Client.UntilAsync($"/api/v1/events?botId={phone.Bot}&type=BotStarted", page => page["items"]!.AsArray().Count == 2);

        Assert.Contains("**Running**", await phone.AskAsync("!status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_IsAnsweredFirstAndStaysDoneWhenTheBotIsStartedAgain()
    {
        var phone = await WithBotAsync(Silo);

        Assert.StartsWith($"Stopping `{phone.Bot}`. From now on", await phone.AskAsync("!stop"), StringComparison.Ordinal);
        await phone.StatusAsync(status => (string?)status["status"] == "Stopped");
        (await Silo.Client.PostAsync($"/api/v1/bots/{phone.Bot}/start", null)).EnsureSuccessStatusCode();

        Assert.Contains("**Running**", await phone.AskAsync("!status"), StringComparison.Ordinal);
        Assert.Equal("persona", (string?)(await Silo.Client.UntilAsync($"/api/v1/bots/{phone.Bot}/chats/9", _ => true))["mode"]);
    }

    [Fact]
    public async Task Update_ThatComesTwice_RunsNothingTwice()
    {
        var phone = await WithBotAsync(Silo);
        await phone.ControlAsync("faults", new JsonObject { ["kind"] = "duplicate", ["newId"] = true, ["token"] = $"{phone.Account}", ["chatId"] = Admin, ["count"] = 1 });

        Assert.Equal("Added: `555` Bob", await phone.AskAsync("!add 555 Bob"));
        Assert.StartsWith("This chat is `9`", await phone.AskAsync("!id"), StringComparison.Ordinal);

        Assert.Equal(2, (await phone.SawAsync(Admin, 2)).Length);
    }

    [Fact]
    public async Task OtherChats_HaveOrdinaryTextAnsweredByThePersona()
    {
        var phone = await WithBotAsync(Silo);
        string[] texts =
        [
            "!help", "!status", "!metrics", "!list", "!add 123 Eve", "!del 9", "!profile 9", "!start 9", "!id", "!takeover 9", "!handback 9", "!restart",
        ];
        for (var i = 0; i < texts.Length; i++)
        {
            await phone.SayAsync(Anna, texts[i], "Anna");
            Assert.StartsWith("Thanks for your message", (await phone.SawAsync(Anna, i + 1))[i], StringComparison.Ordinal);
        }

        // As ordinary text it says «stop»: who writes it is left alone, and the bot runs on.
        await phone.SayAsync(Anna, "!stop", "Anna");
        await Silo.Client.UntilAsync($"/api/v1/bots/{phone.Bot}/chats/7", chat => (string?)chat["mode"] == "optedOut");
        Assert.Equal("Running", (string?)(await phone.StatusAsync(_ => true))["status"]);
        Assert.Single(await phone.MessagesAsync(Anna, texts.Length * 2 + 1), message => (string?)message!["text"] == "!list" && (string?)message["state"] == "answered");
    }

    [Fact]
    public async Task AdminsOrdinaryText_IsAnsweredByThePersona()
    {
        var phone = await WithBotAsync(Silo);

        Assert.StartsWith("Thanks for your message", await phone.AskAsync("how are you?"), StringComparison.Ordinal);
        Assert.StartsWith("This chat is", await phone.AskAsync("!id"), StringComparison.Ordinal);
        Assert.StartsWith("Thanks for your message", await phone.AskAsync("and now?"), StringComparison.Ordinal);
    }
}
