using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class SecretTests
{
    private static readonly string Full = With(
        ("telegram.proxy", "\"socks5://me:pw@x:1\""), ("telegram.apiUrl", "\"https://bots.example\""), ("llm.apiKey", "\"sk-1\""), ("llm.endpoint", "\"https://llm.example\""));

    [Theory]
    [InlineData("\"***\"")]
    [InlineData(null)]
    public void Read_WhenSecretsAreMaskedOrAbsent_KeepsTheCurrentOnes(string? masked)
    {
        var current = Bot(Full);

        var bot = Bot(With(
            ("telegram.token", masked), ("telegram.proxy", masked), ("telegram.apiUrl", "\"https://bots.example\""),
            ("llm.apiKey", masked), ("llm.endpoint", "\"https://llm.example\"")), current);

        Assert.Equal(current.Telegram, bot.Telegram);
        Assert.Equal(current.Llm, bot.Llm);
    }

    [Fact]
    public void Read_WhenASecretIsGivenAnew_TakesIt() =>
        Assert.Equal("2:new", Bot(With(("telegram.token", "\"2:new\"")), Bot(Smallest)).Telegram.Token!.Reveal());

    [Fact]
    public void Read_WhenASecretIsNull_RemovesIt()
    {
        var bot = Bot(With(("llm.apiKey", "null"), ("telegram.proxy", "null"), ("telegram.apiUrl", "\"https://bots.example\"")), Bot(Full));

        Assert.Null(bot.Llm.ApiKey);
        Assert.Null(bot.Telegram.Proxy);
    }

    [Theory]
    [InlineData("telegram.apiUrl", "\"https://evil.example\"", "/telegram/token")]
    [InlineData("telegram.apiUrl", "\"sandbox\"", "/telegram/token")]
    [InlineData("telegram.apiUrl", null, "/telegram/token")]
    [InlineData("llm.endpoint", "\"https://evil.example\"", "/llm/apiKey")]
    [InlineData("llm.endpoint", null, "/llm/apiKey")]
    public void Read_WhenADestinationChanges_AsksForItsSecretAgain(string path, string? json, string pointer)
    {
        var masked = Factory.Describe(Bot(Full));
        var moved = json is null ? $$"""{ "{{path.Split('.')[0]}}": { "{{path.Split('.')[1]}}": null } }""" : $$"""{ "{{path.Split('.')[0]}}": { "{{path.Split('.')[1]}}": {{json}} } }""";

        var field = RefusedField(Factory.Merge(masked, moved).Value!, current: Bot(Full));

        Assert.Equal((pointer, "config.secret_required"), (field.Pointer, field.Code));
    }

    [Fact]
    public void Read_WhenTheProviderChanges_AsksForTheKeyAgain()
    {
        var current = Bot(With(("llm.apiKey", "\"sk-1\""), ("llm.endpoint", "\"https://llm.example\""), ("llm.model", "\"m\"")));

        var field = RefusedField(With(("llm.provider", "\"compatible\""), ("llm.endpoint", "\"https://llm.example\""), ("llm.model", "\"m\"")), current);

        Assert.Equal("/llm/apiKey", field.Pointer);
        Assert.StartsWith("llm.provider changed", field.Message);
    }

    [Fact]
    public void Read_WhenADestinationChangesAndItsSecretIsGiven_TakesBoth()
    {
        var bot = Bot(With(("telegram.apiUrl", "\"https://other.example\""), ("telegram.token", "\"2:new\""), ("llm.endpoint", "\"https://other.example\""), ("llm.apiKey", "null")), Bot(Full));

        Assert.Equal("2:new", bot.Telegram.Token!.Reveal());
        Assert.Null(bot.Llm.ApiKey);
    }

    [Theory]
    [InlineData("http://bots.example", true)]
    [InlineData("HTTP://bots.example", true)]
    [InlineData("https://bots.example", false)]
    [InlineData("sandbox", false)]
    public void Read_WhenTheProxyChanges_AsksForTheTokenOnlyWhereItTravelsInTheClear(string apiUrl, bool asks)
    {
        var url = ("telegram.apiUrl", $"\"{apiUrl}\"");
        var current = Bot(With(url));
        var moved = With(url, ("telegram.token", null), ("telegram.proxy", "\"http://evil.example:8080\""));

        var problem = Factory.Read(moved, current, null).Problem;

        Assert.Equal(asks ? "config.secret_required" : null, problem?.Code);
    }

    [Fact]
    public void Read_WhenTheNewDestinationIsMalformed_SaysOnlyThat() =>
        Assert.Equal("/telegram/apiUrl", RefusedField(With(("telegram.token", null), ("telegram.apiUrl", "\"x\"")), Bot(Smallest)).Pointer);

    [Fact]
    public void Read_WhenATemplateMovesTheDestination_AsksForTheSecretAgain()
    {
        var current = Bot(With(("template", "\"t\""), ("llm.apiKey", "\"sk-1\"")), template: "{}");
        var own = Factory.Own(With(("template", "\"t\""), ("llm.apiKey", "\"***\"")), current);

        var field = RefusedField(own, current, """{ "llm": { "endpoint": "https://evil.example" } }""");

        Assert.Equal("/llm/apiKey", field.Pointer);
    }

    [Fact]
    public void Own_WhenSecretsWereGivenOrKept_HoldsMasksOfAllOfThem()
    {
        var current = Bot(Full);

        var own = Factory.Own("""{ "name": "Anna", "telegram": { "apiUrl": "https://bots.example" } }""", current);

        Assert.Equal(3, own.Split("\"***\"").Length - 1);
        Assert.DoesNotContain("first-token", own);
        Assert.DoesNotContain("sk-1", own);
    }
}
