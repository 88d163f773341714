using System.Text.Json.Nodes;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Bots.Configuration;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class SeedConfigurationTests
{
    [Fact]
    public void Translate_WhenAllNamesAreFlat_GivesTodaysNames()
    {
        var nested = SeedConfiguration.Translate("""
            { "bot_id": "han", "name": "Han", "telegram_api_id": "12345", "telegram_api_hash": "0123456789abcdef0123456789abcdef", "telegram_phone": "+996555123456",
              "openai_api_key": "sk-1", "admin_chat_id": "-100", "data_isolation": { "seal_messages": true, "mode": "rowLevel" },
              "features": { "uncertain_sends": "drop", "replies": true } }
            """).Value!;

        var expected = JsonNode.Parse("""
            { "name": "Han", "features": { "uncertainSends": "drop", "replies": true }, "botId": "han",
              "telegram": { "apiId": 12345, "apiHash": "0123456789abcdef0123456789abcdef", "phone": "+996555123456", "kind": "user" },
              "llm": { "apiKey": "sk-1" }, "adminChatId": -100, "dataIsolation": { "sealMessages": true, "mode": "rowLevel" } }
            """)!;
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(nested)), nested);
    }

    [Fact]
    public void Translate_WhenNamesAreTodays_ChangesNothing() =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Smallest), JsonNode.Parse(SeedConfiguration.Translate(Smallest).Value!)));

    [Fact]
    public void Translate_WhenTheTextIsNoJson_SaysSo() => Assert.Equal("config.json_invalid", SeedConfiguration.Translate("{").Problem?.Code);

    [Fact]
    public void Read_WhenFlatNamesStandBesideATokenOfToday_UnderstandsBoth()
    {
        var bot = Bot("""
            { "bot_id": "han", "name": "Han", "telegram": { "token": "1:abc" }, "openai_api_key": "sk-1", "admin_chat_id": 7, "features": { "uncertain_sends": "drop" } }
            """);

        Assert.Equal(("han", "sk-1", 7L, UncertainPolicy.Drop), (bot.BotId.Value, bot.Llm.ApiKey!.Reveal(), bot.AdminChatId!.Value, bot.Features.UncertainSends));
    }

    [Fact]
    public void Read_WhenAFlatBotIsAUserAccount_SaysThatItCannotSignInYet()
    {
        var field = RefusedField("""
            { "bot_id": "han", "name": "Han", "telegram_api_id": 12345, "telegram_api_hash": "0123456789abcdef0123456789abcdef", "telegram_phone": "+996555123456" }
            """);

        Assert.Equal("telegram.user_accounts_unavailable", field.Code);
    }

    [Theory]
    [InlineData("""{ "bot_id": "a", "botId": "b", "name": "A", "telegram": { "token": "1:abc" } }""", "/bot_id")]
    [InlineData("""{ "openai_api_key": "a", "llm": { "apiKey": "b" }, "name": "A", "telegram": { "token": "1:abc" } }""", "/openai_api_key")]
    public void Read_WhenAFieldIsGivenByBothNames_RefusesTheOldOne(string json, string pointer)
    {
        var field = RefusedField(json);

        Assert.Equal((pointer, "config.duplicate_key"), (field.Pointer, field.Code));
    }

    [Fact]
    public void Read_WhenASectionIsNoObjectAndAFlatNameBelongsThere_RefusesBoth()
    {
        var problem = Refused("""{ "openai_api_key": "a", "llm": 5, "name": "A", "telegram": { "token": "1:abc" } }""");

        Assert.Equal(["/openai_api_key", "/llm"], problem.Fields.Select(field => field.Pointer));
    }

    [Theory]
    [InlineData("""{ "uncertain_sends": "drop", "uncertainSends": "drop" }""", "/features/uncertain_sends")]
    [InlineData("""{ "uncertain_sends": "drop", "uncertain__sends": "drop" }""", "/features/uncertain__sends")]
    public void Read_WhenAnInnerFieldIsGivenInTwoSpellings_RefusesOne(string features, string pointer) =>
        Assert.Equal(pointer, RefusedField($$"""{ "bot_id": "a", "name": "A", "telegram": { "token": "1:abc" }, "features": {{features}} }""").Pointer);

    [Fact]
    public void Read_WhenAFlatNumberIsNoNumber_RefusesIt() =>
        Assert.Equal("/adminChatId", RefusedField("""{ "admin_chat_id": "x", "name": "A", "telegram": { "token": "1:abc" } }""").Pointer);
}
