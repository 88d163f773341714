using MultiBot.Domain.Bots;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class ReadingTests
{
    [Fact]
    public void Read_WhenOnlyNameAndTokenAreGiven_TakesEveryDefault()
    {
        var bot = Bot(Smallest);

        Assert.Equal("anna", bot.BotId.Value);
        Assert.Equal("Anna", bot.Name);
        Assert.Equal(Token, bot.Telegram.Token!.Reveal());
        Assert.Equal(new LlmConfig(), bot.Llm);
        Assert.Equal(new PacingConfig(), bot.Pacing);
        Assert.Equal(new MemoryConfig(), bot.Memory);
        Assert.Equal(new DataIsolationConfig(), bot.DataIsolation);
        Assert.Equal(new FeatureFlags(), bot.Features);
        Assert.Equal(new AutonomyConfig().FollowUpHours, bot.Autonomy.FollowUpHours);
        Assert.Equal("UTC", bot.Persona.TimeZone);
        Assert.Null(bot.AdminChatId);
    }

    [Fact]
    public void Read_WhenEveryFieldIsGiven_KeepsEveryValue()
    {
        var bot = Bot(Everything);

        Assert.Equal("anna-2", bot.BotId.Value);
        Assert.Equal(["team-a", "Бишкек"], bot.Tags);
        Assert.Equal("https://bots.example/api", bot.Telegram.ApiUrl);
        Assert.Equal("socks5://me:secret@proxy.example:1080", bot.Telegram.Proxy!.Reveal());
        Assert.Equal(new SendersConfig { Allow = [7, 8], Block = [9] }, bot.Telegram.Senders);
        Assert.Equal(
            new LlmConfig
            {
                Provider = LlmProvider.Azure, Endpoint = "https://x.openai.azure.com", ApiKey = new("sk-1"), Model = "gpt", FallbackModel = "mini",
                Temperature = 1.5, MaxOutputTokens = 32_000, DailyTokenBudget = 9, DailyTokensPerPerson = 3, WhenSpent = BudgetPolicy.OfflineReply,
            },
            bot.Llm);
        Assert.Equal(-1_001_234_567_890, bot.AdminChatId);
        Assert.Equal(("You are Anna.\nBe kind.", "pt-BR", "Asia/Bishkek"), (bot.Persona.Prompt, bot.Persona.Language, bot.Persona.TimeZone));
        Assert.Equal(["interests", "work"], bot.Persona.FocusTopics);
        Assert.Equal(("Hi, I am an AI.", "Later!"), (bot.Persona.Disclosure, bot.Persona.OfflineReply));
        Assert.Equal(
            new PacingConfig
            {
                DebounceSeconds = 0, MinTypingSeconds = 0.5, MaxTypingSeconds = 0.5, MessagesPerSecond = 0, MessagesPerChatPerSecond = 0.2, MaxReplyAgeMinutes = 5,
                MaxRepliesPerPersonPerDay = 30, AwayUntil = new DateTimeOffset(2026, 12, 31, 9, 0, 0, TimeSpan.FromHours(6)),
            },
            bot.Pacing);
        Assert.Equal(["09:00-13:00", "22:00-02:00"], bot.Autonomy.Windows!.Workdays);
        Assert.Equal(["00:00-24:00"], bot.Autonomy.Windows.Weekends);
        Assert.Equal([1, 2.5], bot.Autonomy.FollowUpHours);
        Assert.Equal((0.0, 1.0, 1.5, 7), (bot.Autonomy.StartDialogProbability, bot.Autonomy.FollowUpProbability, bot.Autonomy.MinHoursBetween, bot.Autonomy.MaxPerDay));
        Assert.Equal(0, bot.Memory.HistoryMessages);
        Assert.True(bot.DataIsolation.SealMessages);
        Assert.Equal(
            new FeatureFlags { Replies = false, Autonomy = false, Disclosure = false, Media = false, KeepPrompts = false, Approval = true, UncertainSends = UncertainPolicy.Drop, AllowedLinks = bot.Features.AllowedLinks },
            bot.Features);
        Assert.Equal(["example.com", "пример.рф", "10.0.0.1"], bot.Features.AllowedLinks);
    }

    [Fact]
    public void Describe_WhenReadAgain_GivesTheSameConfiguration()
    {
        var bot = Bot(Everything);
        var described = Factory.Describe(bot);

        var again = Bot(described, current: bot);

        Assert.Equal(described, Factory.Describe(again));
        Assert.Equal(bot.Telegram, again.Telegram);
        Assert.Equal(bot.Llm, again.Llm);
        Assert.Equal(bot.Pacing, again.Pacing);
        Assert.DoesNotContain("secret", described);
        Assert.DoesNotContain("sk-1", described);
        Assert.Contains("Бишкек", described);
    }

    [Theory]
    [InlineData("Анна 2", "2")]
    [InlineData("  Anna   Maria! ", "anna-maria")]
    public void Read_WhenTheIdIsAbsent_MakesItFromTheName(string name, string id) =>
        Assert.Equal(id, Bot(With(("name", $"\"{name}\""))).BotId.Value);

    [Fact]
    public void Read_WhenTheIdIsAbsentAndABotIsReplaced_KeepsItsId() =>
        Assert.Equal("anna", Bot(With(("name", "\"Berta\"")), current: Bot(Smallest)).BotId.Value);

    [Fact]
    public void Read_WhenTextOnOneLineIsPastedWithALineEnd_TrimsIt()
    {
        var bot = Bot(With(("telegram.token", "\" 1:abc\\r\\n\""), ("name", "\"Anna \"")));

        Assert.Equal("1:abc", bot.Telegram.Token!.Reveal());
        Assert.Equal("Anna", bot.Name);
    }

    [Fact]
    public void Read_WhenNullsStandWhereNoneIsMeant_ReadsThemAsAbsent()
    {
        var bot = Bot(With(
            ("botId", "null"), ("template", "null"), ("adminChatId", "null"), ("telegram.apiUrl", "null"), ("telegram.device", "null"), ("telegram.apiId", "null"),
            ("llm.endpoint", "null"), ("llm.dailyTokenBudget", "null"), ("persona.prompt", "null"), ("pacing.replyWindows", "null"), ("pacing.awayUntil", "null"), ("pacing.maxRepliesPerPersonPerDay", "null"), ("telegram.senders", "{ \"allow\": null }"), ("autonomy.windows", "null")));

        Assert.Equal(Factory.Describe(Bot(Smallest)), Factory.Describe(bot));
    }

    [Theory]
    [InlineData("\"sandbox\"")]
    [InlineData("\"http://127.0.0.1:8081\"")]
    [InlineData("\"https://bots.example/some/path/\"")]
    public void Read_WhenTheApiUrlIsGood_KeepsIt(string url) => Assert.Equal(url.Trim('"'), Bot(With(("telegram.apiUrl", url))).Telegram.ApiUrl);

    [Theory]
    [InlineData("socks5://127.0.0.1:1080")]
    [InlineData("http://user:pass@proxy.example:3128/")]
    [InlineData("http://proxy.example:80")]
    public void Read_WhenTheProxyIsGood_KeepsIt(string proxy) =>
        Assert.Equal(proxy, Bot(With(("telegram.proxy", $"\"{proxy}\""))).Telegram.Proxy!.Reveal());

    [Fact]
    public void Read_WhenABigFileStartsWithAByteOrderMark_TakesIt() => Assert.Equal("Anna", Bot("\uFEFF" + Smallest).Name);

    private const string Everything = """
        {
          "botId": "anna-2", "name": "Anna", "tags": ["team-a", "Бишкек"], "template": null,
          "telegram": { "kind": "bot", "token": "123:abc_DEF-9", "apiUrl": "https://bots.example/api", "proxy": "socks5://me:secret@proxy.example:1080", "device": null, "groups": "none", "senders": { "allow": [7, 8], "block": [9] } },
          "llm": { "provider": "azure", "endpoint": "https://x.openai.azure.com", "apiKey": "sk-1", "model": "gpt", "fallbackModel": "mini", "temperature": 1.5, "maxOutputTokens": 32000, "dailyTokenBudget": 9, "dailyTokensPerPerson": 3, "whenSpent": "offlineReply" },
          "adminChatId": -1001234567890,
          "persona": { "prompt": "You are Anna.\nBe kind.", "language": "pt-BR", "timeZone": "Asia/Bishkek", "focusTopics": ["interests", "work"], "disclosure": "Hi, I am an AI.", "offlineReply": "Later!", "privacy": "Ask Anna." },
          "pacing": { "debounceSeconds": 0, "minTypingSeconds": 0.5, "maxTypingSeconds": 0.5, "messagesPerSecond": 0, "messagesPerChatPerSecond": 0.2, "maxReplyAgeMinutes": 5, "replyWindows": null, "maxRepliesPerPersonPerDay": 30, "awayUntil": "2026-12-31T09:00:00+06:00" },
          "autonomy": { "enabled": false, "windows": { "workdays": ["09:00-13:00", "22:00-02:00"], "weekends": ["00:00-24:00"] }, "startDialogProbability": 0, "followUpProbability": 1, "followUpHours": [1, 2.5], "minHoursBetween": 1.5, "maxPerDay": 7 },
          "memory": { "historyMessages": 0, "analyzeEvery": null },
          "dataIsolation": { "mode": "rowLevel", "sealMessages": true, "retentionDays": null },
          "features": { "replies": false, "autonomy": false, "disclosure": false, "media": false, "keepPrompts": false, "approval": true, "uncertainSends": "drop", "allowedLinks": ["example.com", "пример.рф", "10.0.0.1"] }
        }
        """;
}
