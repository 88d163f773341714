using System.Text.Json.Nodes;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class TemplateTests
{
    private const string Shared = """
        { "tags": ["shared"], "llm": { "model": "big", "temperature": 0.1 }, "persona": { "prompt": "Be kind.", "timeZone": "Asia/Bishkek" } }
        """;

    private static string Own(params (string, string?)[] fields) => With([("template", "\"team\""), .. fields]);

    [Fact]
    public void Read_WhenATemplateIsNamed_ItShowsThroughWhereTheBotSaysNothing()
    {
        var bot = Bot(Own(("llm.temperature", "1"), ("tags", "[\"mine\"]")), template: Shared);

        Assert.Equal(("big", 1.0), (bot.Llm.Model, bot.Llm.Temperature));
        Assert.Equal(["mine"], bot.Tags);
        Assert.Equal(("Be kind.", "Asia/Bishkek"), (bot.Persona.Prompt, bot.Persona.TimeZone));
        Assert.Equal("team", bot.Template);
    }

    [Fact]
    public void Read_WhenTheBotSaysNull_TheTemplateDoesNotShowThrough() =>
        Assert.Null(Bot(Own(("persona.prompt", "null")), template: Shared).Persona.Prompt);

    [Fact]
    public void Read_WhenANamedTemplateIsNotThere_RefusesTheName()
    {
        var field = RefusedField(Own());

        Assert.Equal(("/template", "config.template_unknown"), (field.Pointer, field.Code));
    }

    [Fact]
    public void Read_WhenBotAndTemplateContradictEachOther_RefusesTheWhole() =>
        Assert.Equal("/pacing/minTypingSeconds", RefusedField(Own(("pacing.maxTypingSeconds", "2")), template: """{ "pacing": { "minTypingSeconds": 5 } }""").Pointer);

    [Fact]
    public void Own_WhenATemplateShowsThrough_HoldsOnlyWhatTheBotSaidInOrder()
    {
        var json = Own(("llm.temperature", "1"), ("persona.prompt", "null"), ("name", "\" Anna \""), ("autonomy.windows", "{ \"weekends\": [] }"));

        var own = JsonNode.Parse(Factory.Own(json, Bot(json, template: Shared)))!;

        var expected = JsonNode.Parse("""
            { "botId": "anna", "name": "Anna", "template": "team", "telegram": { "token": "***" }, "llm": { "temperature": 1 },
              "persona": { "prompt": null }, "autonomy": { "windows": { "weekends": [] } } }
            """);
        Assert.Equal(expected!.ToJsonString(), own.ToJsonString());
    }

    [Fact]
    public void Own_WhenReadAgainWithItsTemplate_GivesTheSameConfiguration()
    {
        var json = Own(("llm.temperature", "1"), ("persona.prompt", "null"), ("llm.apiKey", "\"sk\""));
        var bot = Bot(json, template: Shared);

        var again = Bot(Factory.Own(json, bot), current: bot, template: Shared);

        Assert.Equal(Factory.Describe(bot), Factory.Describe(again));
        Assert.Equal(bot.Llm, again.Llm);
    }

    [Fact]
    public void Own_WhenTheTextIsNoConfiguration_Throws() => Assert.Throws<ArgumentException>(() => Factory.Own("[]", Bot(Smallest)));

    [Theory]
    [InlineData("{}")]
    [InlineData(Shared)]
    [InlineData("""{ "telegram": { "apiUrl": "sandbox", "phone": null }, "llm": { "provider": "azure" }, "adminChatId": 5 }""")]
    [InlineData("""{ "pacing": { "minTypingSeconds": 100 } }""")]
    public void CheckTemplate_WhenItIsASubset_TakesIt(string json) => Assert.Null(Factory.CheckTemplate(json));

    [Theory]
    [InlineData("""{ "botId": "x" }""", "/botId", "config.not_in_template")]
    [InlineData("""{ "name": "x" }""", "/name", "config.not_in_template")]
    [InlineData("""{ "template": null }""", "/template", "config.not_in_template")]
    [InlineData("""{ "telegram": { "token": "1:abc" } }""", "/telegram/token", "config.not_in_template")]
    [InlineData("""{ "telegram": { "proxy": "***" } }""", "/telegram/proxy", "config.not_in_template")]
    [InlineData("""{ "llm": { "apiKey": null } }""", "/llm/apiKey", "config.not_in_template")]
    [InlineData("""{ "llm": { "apikye": "x" } }""", "/llm/apikye", "config.unknown_field")]
    [InlineData("""{ "llm": { "temperature": 3 } }""", "/llm/temperature", "config.out_of_range")]
    [InlineData("""{ "pacing": { "minTypingSeconds": 3, "maxTypingSeconds": 2 } }""", "/pacing/minTypingSeconds", "config.out_of_range")]
    [InlineData("""{ "pacing": { "replyWindows": {} } }""", "/pacing/replyWindows", "config.out_of_range")]
    [InlineData("[]", "", "config.wrong_type")]
    [InlineData("", "", "config.json_invalid")]
    public void CheckTemplate_WhenItHoldsMore_RefusesThat(string json, string pointer, string code)
    {
        var field = Assert.Single(Factory.CheckTemplate(json)!.Fields);

        Assert.Equal((pointer, code), (field.Pointer, field.Code));
    }

    [Theory]
    [InlineData("""{ "template": " team " }""", "team")]
    [InlineData("""{ "template": "No Such" }""", null)]
    [InlineData("""{ "template": 5 }""", null)]
    [InlineData("{}", null)]
    [InlineData("no json", null)]
    public void TemplateOf_WhateverTheText_GivesAUsableNameOrNull(string json, string? name) => Assert.Equal(name, Factory.TemplateOf(json));
}
