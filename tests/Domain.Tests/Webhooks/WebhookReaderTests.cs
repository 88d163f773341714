using MultiBot.Domain.Bots.Configuration;
using MultiBot.Domain.Events;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Webhooks;

namespace MultiBot.Domain.Tests.Webhooks;

public sealed class WebhookReaderTests
{
    private const string Smallest = """{"name":"shop","url":"https://shop.example/hook?token=a","types":["MessageSent"]}""";
    private static readonly Secret Drawn = WebhookSignature.SecretOf(new byte[32]);
    private static readonly Secret Held = WebhookSignature.SecretOf(Enumerable.Repeat((byte)7, 24).ToArray());

    [Fact]
    public void Smallest_HasTheDefaults()
    {
        var settings = Read(Smallest);

        Assert.Equal(("shop", Drawn, true, false), (settings.Name, settings.Secret, settings.Enabled, settings.IncludeText));
        Assert.Equal((null, null), (settings.Bots, settings.Tag));
        Assert.Equal([EventTypes.MessageSent], settings.Types);
        Assert.Equal("https://shop.example", settings.Place);
    }

    [Theory]
    [InlineData("""{"url":"https://a.example","types":["MessageSent"]}""", "/name", ConfigCodes.Required)]
    [InlineData("""{"name":"n","types":["MessageSent"]}""", "/url", ConfigCodes.Required)]
    [InlineData("""{"name":"n","url":"https://a.example"}""", "/types", ConfigCodes.Required)]
    [InlineData("""{"name":"n","url":"https://a.example","types":[]}""", "/types", ConfigCodes.OutOfRange)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["Nothing"]}""", "/types/0", ConfigCodes.UnknownValue)]
    [InlineData("""{"name":"n","url":"/hook","types":["MessageSent"]}""", "/url", WebhookCodes.BadUrl)]
    [InlineData("""{"name":"n","url":"ftp://a.example","types":["MessageSent"]}""", "/url", WebhookCodes.BadUrl)]
    [InlineData("""{"name":"n","url":"https://me:pass@a.example","types":["MessageSent"]}""", "/url", WebhookCodes.BadUrl)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"secret":"whsec_c2hvcnQ="}""", "/secret", WebhookCodes.BadSecret)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"secret":"***"}""", "/secret", ConfigCodes.SecretRequired)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"bots":[]}""", "/bots", ConfigCodes.OutOfRange)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"bots":["A!"]}""", "/bots/0", ConfigCodes.BadId)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"bots":["a"],"tag":"t"}""", "/tag", WebhookCodes.Audience)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"position":5}""", "/position", ConfigCodes.UnknownField)]
    [InlineData("""{"name":"n","url":"https://a.example","types":["MessageSent"],"id":"wh_1"}""", "/id", ConfigCodes.IdFixed)]
    public void Nonsense_IsRefusedByItsField(string json, string pointer, string code)
    {
        var problem = WebhookReader.Read(json, null, () => Drawn).Problem!;

        var field = Assert.Single(problem.Fields);
        Assert.Equal((pointer, code), (field.Pointer, field.Code));
        Assert.DoesNotContain("pass", problem.Detail + field.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"enabled":false}""")]
    [InlineData("""{"secret":"***"}""")]
    [InlineData("""{"url":"https://shop.example/hook?token=a"}""")]
    public void Secret_NotTouched_StaysAsItIs(string patch) => Assert.Equal(Held, Patched(patch).Secret);

    [Fact]
    public void Secret_AskedForAnewOrGiven_Changes()
    {
        var given = WebhookSignature.SecretOf(new byte[40]);

        Assert.Equal(Drawn, Patched("""{"secret":null}""").Secret);
        Assert.Equal(given, Patched($$"""{"secret":"{{given.Reveal()}}"}""").Secret);
    }

    [Fact]
    public void Address_WhenItChanges_AsksForTheSecretAgain()
    {
        var problem = WebhookReader.Read(WebhookReader.Merge(Current(), """{"url":"https://other.example"}""").Value!, Current(), () => Drawn).Problem!;

        Assert.Equal(ConfigCodes.SecretRequired, problem.Code);
        Assert.Equal("https://other.example", Patched("""{"url":"https://other.example","secret":null}""").Url);
    }

    [Fact]
    public void Patch_OfNull_TakesAFieldAway()
    {
        var withBots = Current() with { Settings = Current().Settings with { Bots = [Domain.Bots.BotId.Parse("anna")] } };

        var settings = WebhookReader.Read(WebhookReader.Merge(withBots, """{"bots":null,"tag":"vip"}""").Value!, withBots, () => Drawn).Value!;

        Assert.Equal((null, "vip"), (settings.Bots, settings.Tag));
    }

    [Fact]
    public void Answer_SentBackAsItIs_ChangesNothing()
    {
        const string json = """
            {"id":"wh_1","name":"shop","url":"https://shop.example/hook?token=a","secret":"***","bots":null,"tag":null,"types":["MessageSent"],
            "includeText":false,"enabled":true,"state":{"position":5,"lastError":null}}
            """;

        var settings = WebhookReader.Read(json, Current(), () => Drawn).Value!;

        Assert.Equal(Current().Settings with { Types = [] }, settings with { Types = [] });
    }

    [Fact]
    public void Codes_StandInTheDocumentation()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "MultiBot.sln"))) root = Path.GetDirectoryName(root)!;
        var page = File.ReadAllText(Path.Combine(root, "docs", "errors.md"));

        Assert.Equal([], typeof(WebhookCodes).GetFields().Select(code => (string)code.GetRawConstantValue()!).Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    private static WebhookSettings Patched(string patch) => WebhookReader.Read(WebhookReader.Merge(Current(), patch).Value!, Current(), () => Drawn).Value!;

    private static WebhookSettings Read(string json) => WebhookReader.Read(json, null, () => Drawn).Value!;

    private static Webhook Current() => new()
    {
        Id = WebhookId.Parse("wh_1"),
        Settings = Read(Smallest) with { Secret = Held },
        State = new WebhookState { Position = 5 },
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
