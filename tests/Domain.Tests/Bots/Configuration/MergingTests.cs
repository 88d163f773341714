using System.Text.Json.Nodes;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class MergingTests
{
    // The examples of RFC 7396, appendix A, whose target and patch are objects.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_ForTheExamplesOfTheStandard_GivesTheirResults(string target, string patch, string expected) =>
        Assert.Equal(expected, JsonNode.Parse(Factory.Merge(target, patch).Value!)!.ToJsonString());

    [Fact]
    public void Merge_WhenASecretIsPatchedToNull_RemovesTheSecret()
    {
        var current = Bot(With(("llm.apiKey", "\"sk-1\"")));
        var own = Factory.Own(Smallest, current);

        var merged = Factory.Merge(own, """{ "llm": { "apiKey": null } }""").Value!;
        var bot = Bot(merged, current);

        Assert.Null(bot.Llm.ApiKey);
        Assert.Equal(Token, bot.Telegram.Token!.Reveal());
        Assert.Null(Bot(Factory.Own(merged, bot), bot).Llm.ApiKey);
    }

    [Fact]
    public void Merge_WhenAFieldOfATemplateIsPatchedToNull_LetsTheTemplateShowThrough()
    {
        const string template = """{ "llm": { "model": "shared" } }""";
        var json = With(("template", "\"t\""), ("llm.model", "\"mine\""));
        var current = Bot(json, template: template);

        var merged = Factory.Merge(Factory.Own(json, current), """{ "llm": { "model": null } }""").Value!;

        Assert.Equal("shared", Bot(merged, current, template).Llm.Model);
    }

    [Theory]
    [InlineData("[]", "config.wrong_type")]
    [InlineData("{", "config.json_invalid")]
    [InlineData("""{ "a": 1, "a": 2 }""", "config.duplicate_key")]
    public void Merge_WhenThePatchIsNone_RefusesIt(string patch, string code) => Assert.Equal(code, Factory.Merge(Smallest, patch).Problem?.Code);
}
