using CsCheck;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class DocumentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"telegram\": { \"token\": \"1:my-secret-token }")]
    [InlineData("{ \"name\": my-secret-token }")]
    [InlineData("{} {}")]
    [InlineData("{ // my-secret-token\n }")]
    [InlineData("{ \"my-secret-token\": 1, }")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void Read_WhenTheTextIsNoJson_SaysWhereAndRepeatsNothing(string json)
    {
        var problem = Refused(json);

        Assert.Equal("config.json_invalid", problem.Code);
        Assert.Matches("line [0-9]+, byte [0-9]+", problem.Detail);
        Assert.DoesNotContain("my-secret", problem.Detail);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Read_WhenTheJsonIsNoObject_SaysSo(string json) => Assert.Equal("config.wrong_type", Refused(json).Code);

    [Fact]
    public void Read_WhenTheTextIsTooLarge_RefusesItUnread() =>
        Assert.Equal("config.too_large", Refused($$"""{ "name": "{{new string('a', 256 * 1024)}}" }""").Code);

    [Fact]
    public void Read_WhenAKeyStandsTwice_PointsAtItAndChecksTheRest()
    {
        var problem = Refused("""{ "name": "A", "name": "B", "telegram": { "token": "1:abc", "token": "2:abc" }, "x": 1 }""");

        Assert.Equal(
            [("/name", "config.duplicate_key"), ("/telegram/token", "config.duplicate_key"), ("/x", "config.unknown_field")],
            problem.Fields.Select(field => (field.Pointer, field.Code)));
    }

    [Theory]
    [InlineData("""{ "name": "A\u0000", "telegram": { "token": "1:abc" } }""", "/name")]
    [InlineData("""{ "name": "A\ud800", "telegram": { "token": "1:abc" } }""", "/name")]
    [InlineData("""{ "name": "A", "telegram": { "token": "1:abc" }, "tags": ["a", "\udc00"] }""", "/tags/1")]
    [InlineData("""{ "name": "A", "telegram": { "token": "1:abc" }, "\ud800": 1 }""", "")]
    [InlineData("""{ "name": "A", "telegram": { "token": "1:abc" }, "\u0000": 1 }""", "")]
    public void Read_WhenTextCannotBeStored_RefusesIt(string json, string pointer)
    {
        var field = RefusedField(json);

        Assert.Equal((pointer, "config.text_invalid"), (field.Pointer, field.Code));
    }

    // Not a theory: an attribute cannot carry a lone surrogate.
    [Fact]
    public void Read_WhenTheTextItselfHoldsALoneSurrogate_RefusesIt() =>
        Assert.Equal("config.text_invalid", RefusedField(Smallest.Replace("Anna", "A\ud800", StringComparison.Ordinal)).Code);

    [Fact]
    public void Read_WhateverTheText_AnswersWithABotOrAProblem()
    {
        var tokens = Gen.OneOf(
            "{", "}", "[", "]", ":", ",", "\"", "\"name\"", "\"telegram\"", "\"token\"", "\"1:abc\"", "\"tags\"", "\"llm\"", "\"autonomy\"", "\"windows\"", "\"workdays\"",
            "null", "true", "1", "-1e9", "\"\\ud800\"", "\"***\"", " ", "\ud83d", "\"botId\"", "\"bot_id\"", "\"features\"", "\"template\"");
        tokens.Array[0, 30].Select(string.Concat).Sample(
            json => Assert.True(Factory.Read(json, null, null) is { Value: null, Problem: not null } or { Value: not null, Problem: null }),
            iter: 20_000);
    }

    [Fact]
    public void Read_WhateverTheValueOfAField_RefusesOrReadsBackTheSame()
    {
        var paths = Gen.OneOf(
            "botId", "name", "tags", "adminChatId", "telegram.token", "telegram.apiUrl", "telegram.proxy", "llm.provider", "llm.endpoint", "llm.apiKey", "llm.temperature",
            "llm.maxOutputTokens", "persona.prompt", "persona.language", "persona.timeZone", "pacing.debounceSeconds", "pacing.messagesPerSecond", "autonomy.windows",
            "autonomy.followUpHours", "memory.historyMessages", "features.media", "features.uncertainSends", "dataIsolation.sealMessages");
        var values = Gen.OneOf(
            "null", "true", "false", "0", "1", "-1", "0.5", "1e300", "100", "\"\"", "\"a\"", "\"1:abc\"", "\"http://a\"", "\"http://a:1\"", "\"azure\"", "\"drop\"", "\"ru\"",
            "\"Asia/Bishkek\"", "\"***\"", "[]", "[1, 2]", "[\"a\"]", "{}", "{ \"workdays\": [\"09:00-10:00\"] }", "{ \"workdays\": [5] }", "\"😀\"");
        Gen.Select(paths, values, paths, values).Sample(
            (path, value, other, otherValue) =>
            {
                if (Factory.Read(With((path, value), (other, otherValue)), null, null) is not { Value: { } bot }) return;
                var described = Factory.Describe(bot);
                Assert.Equal(described, Factory.Describe(Bot(described, current: bot)));
            },
            iter: 4_000);
    }
}
