using MultiBot.Domain.Problems;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class RefusalTests
{
    [Theory]
    [InlineData("name", null, "config.required")]
    [InlineData("name", "null", "config.required")]
    [InlineData("name", "\"  \"", "config.out_of_range")]
    [InlineData("name", "7", "config.wrong_type")]
    [InlineData("name", "\"two\\nlines\"", "config.out_of_range")]
    [InlineData("botId", "\"Anna\"", "config.bad_id")]
    [InlineData("botId", "[]", "config.wrong_type")]
    [InlineData("template", "\"No Such\"", "config.bad_id")]
    [InlineData("tags", "\"team\"", "config.wrong_type")]
    [InlineData("tags", "null", "config.wrong_type")]
    [InlineData("telegram", "null", "config.wrong_type")]
    [InlineData("telegram", "5", "config.wrong_type")]
    [InlineData("telegram.token", "\"abc\"", "config.bad_token")]
    [InlineData("telegram.token", "\"1:ab\"", "config.bad_token")]
    [InlineData("telegram.token", "\"1:abc def\"", "config.bad_token")]
    [InlineData("telegram.token", "5", "config.wrong_type")]
    [InlineData("telegram.token", null, "config.required")]
    [InlineData("telegram.token", "null", "config.required")]
    [InlineData("telegram.token", "\"***\"", "config.secret_required")]
    [InlineData("telegram.apiUrl", "\"ftp://x\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"/bot\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"https://user:pw@x\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"https://x/?a=b\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"https://x/#a\"", "config.bad_url")]
    [InlineData("telegram.apiUrl", "\"https://x/a b\"", "config.bad_url")]
    [InlineData("telegram.proxy", "\"socks4://x:1\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"nonsense\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"http://x\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"socks5://x\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"socks5://x:1/path\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"socks5://x:1?a=b\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"socks5://x:1#a\"", "config.bad_proxy")]
    [InlineData("telegram.proxy", "\"socks5://a b@x:1\"", "config.bad_proxy")]
    [InlineData("telegram.kind", "\"Bot\"", "config.unknown_value")]
    [InlineData("telegram.kind", "1", "config.wrong_type")]
    [InlineData("telegram.apiId", "1", "config.not_applicable")]
    [InlineData("telegram.apiHash", "\"0123456789abcdef0123456789abcdef\"", "config.not_applicable")]
    [InlineData("telegram.phone", "\"+996555123456\"", "config.not_applicable")]
    [InlineData("llm.provider", "\"opnai\"", "config.unknown_value")]
    [InlineData("llm.endpoint", "\"x\"", "config.bad_url")]
    [InlineData("llm.apiKey", "\"sk-ключ\"", "config.bad_key")]
    [InlineData("llm.apiKey", "\"\"", "config.bad_key")]
    [InlineData("llm.apiKey", "\"***\"", "config.secret_required")]
    [InlineData("llm.temperature", "2.1", "config.out_of_range")]
    [InlineData("llm.temperature", "1e999", "config.out_of_range")]
    [InlineData("llm.temperature", "\"0.8\"", "config.wrong_type")]
    [InlineData("llm.temperature", "null", "config.wrong_type")]
    [InlineData("llm.temperature", "true", "config.wrong_type")]
    [InlineData("llm.maxOutputTokens", "0", "config.out_of_range")]
    [InlineData("llm.maxOutputTokens", "1.5", "config.out_of_range")]
    [InlineData("llm.dailyTokenBudget", "-1", "config.out_of_range")]
    [InlineData("adminChatId", "0", "config.out_of_range")]
    [InlineData("adminChatId", "9223372036854775807", "config.out_of_range")]
    [InlineData("adminChatId", "\"100\"", "config.wrong_type")]
    [InlineData("persona.prompt", "\"\"", "config.out_of_range")]
    [InlineData("persona.prompt", "{}", "config.wrong_type")]
    [InlineData("persona.language", "\"russian\"", "config.bad_language")]
    [InlineData("persona.language", "null", "config.wrong_type")]
    [InlineData("persona.timeZone", "\"../../etc/passwd\"", "config.bad_time_zone")]
    [InlineData("persona.timeZone", "5", "config.wrong_type")]
    [InlineData("persona.focusTopics", "5", "config.wrong_type")]
    [InlineData("pacing.debounceSeconds", "-0.1", "config.out_of_range")]
    [InlineData("pacing.minTypingSeconds", "9", "config.out_of_range")]
    [InlineData("pacing.maxReplyAgeMinutes", "0", "config.out_of_range")]
    [InlineData("pacing.replyWindows", "\"always\"", "config.wrong_type")]
    [InlineData("pacing.replyWindows", "{}", "config.out_of_range")]
    [InlineData("pacing.awayUntil", "\"tomorrow\"", "config.bad_time")]
    [InlineData("pacing.awayUntil", "\"2026-12-31T09:00:00\"", "config.bad_time")]
    [InlineData("pacing.awayUntil", "\"2026-13-31T09:00:00Z\"", "config.bad_time")]
    [InlineData("pacing.awayUntil", "\"9999-12-31T09:00:00Z\"", "config.bad_time")]
    [InlineData("autonomy.enabled", "\"yes\"", "config.wrong_type")]
    [InlineData("autonomy.enabled", "null", "config.wrong_type")]
    [InlineData("autonomy.followUpHours", "[12, 4]", "config.out_of_range")]
    [InlineData("autonomy.followUpHours", "[4]", "config.out_of_range")]
    [InlineData("autonomy.followUpHours", "[4, 721]", "config.out_of_range")]
    [InlineData("autonomy.followUpHours", "[4, \"12\"]", "config.out_of_range")]
    [InlineData("autonomy.followUpHours", "[4, null]", "config.out_of_range")]
    [InlineData("autonomy.followUpHours", "12", "config.wrong_type")]
    [InlineData("memory.historyMessages", "201", "config.out_of_range")]
    [InlineData("dataIsolation.mode", "\"schema\"", "config.unknown_value")]
    [InlineData("features.uncertainSends", "false", "config.wrong_type")]
    [InlineData("llm", "[]", "config.wrong_type")]
    public void Read_WhenOneFieldIsWrong_RefusesThatFieldOnly(string path, string? json, string code)
    {
        var document = With((path, json));

        var problem = Refused(document);

        var field = Assert.Single(problem.Fields);
        Assert.Equal("/" + path.Replace('.', '/'), field.Pointer);
        Assert.Equal(code, field.Code);
        Assert.Equal(code, problem.Code);
        Assert.Equal(ProblemKind.Invalid, problem.Kind);
    }

    [Theory]
    [InlineData("tags", "[\"a\", 5]", "/tags/1", "config.wrong_type")]
    [InlineData("tags", "[null]", "/tags/0", "config.wrong_type")]
    [InlineData("tags", "[\"two words\"]", "/tags/0", "config.bad_tag")]
    [InlineData("tags", "[\"a\", \"b\", \"A\"]", "/tags/2", "config.duplicate_item")]
    [InlineData("persona.focusTopics", "[\"work\", \"\"]", "/persona/focusTopics/1", "config.out_of_range")]
    [InlineData("autonomy.windows", "{ \"workdays\": [\"9:00-13:00\"] }", "/autonomy/windows/workdays/0", "config.bad_window")]
    [InlineData("autonomy.windows", "{ \"weekends\": [\"09:00-09:00\"] }", "/autonomy/windows/weekends/0", "config.bad_window")]
    [InlineData("autonomy.windows", "{ \"weekend\": [] }", "/autonomy/windows/weekend", "config.unknown_field")]
    [InlineData("telegram", "{}", "/telegram/token", "config.required")]
    [InlineData("features.tools", "[\"shell\"]", "/features/tools/0", "config.unknown_value")]
    [InlineData("features.allowedLinks", "[\"a.com\", \"https://b.com\"]", "/features/allowedLinks/1", "config.bad_host")]
    [InlineData("features.allowedLinks", "[\"a.com/path\"]", "/features/allowedLinks/0", "config.bad_host")]
    [InlineData("features.allowedLinks", "[\"localhost\"]", "/features/allowedLinks/0", "config.bad_host")]
    [InlineData("features.allowedLinks", "[\"a.com\", \"A.com\"]", "/features/allowedLinks/1", "config.duplicate_item")]
    public void Read_WhenAnItemIsWrong_PointsAtTheItem(string path, string json, string pointer, string code)
    {
        var field = RefusedField(With((path, json)));

        Assert.Equal((pointer, code), (field.Pointer, field.Code));
    }

    [Fact]
    public void Read_WhenTelegramIsAbsent_AsksForIt() => Assert.Equal("/telegram", RefusedField(With(("telegram", null))).Pointer);

    [Fact]
    public void Read_WhenAListIsTooLong_SaysSo() =>
        Assert.Equal("config.out_of_range", RefusedField(With(("tags", "[" + string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"t{i}\"")) + "]"))).Code);

    [Fact]
    public void Read_WhenTheNameGivesNoId_AsksForOne()
    {
        var field = RefusedField(With(("name", "\"Анна\"")));

        Assert.Equal(("/botId", "config.required"), (field.Pointer, field.Code));
    }

    [Fact]
    public void Read_WhenTheIdOfABotWouldChange_RefusesIt() =>
        Assert.Equal("config.id_fixed", RefusedField(With(("botId", "\"berta\"")), current: Bot(Smallest)).Code);

    [Fact]
    public void Read_WhenProviderNeedsMore_AsksForEndpointAndModel()
    {
        var problem = Refused(With(("llm.provider", "\"compatible\"")));

        Assert.Equal(["/llm/endpoint", "/llm/model"], problem.Fields.Select(field => field.Pointer));
        Assert.Equal("config.required", problem.Code);
    }

    [Theory]
    [InlineData("telegram.apiURL", "telegram.apiURL", "Did you mean apiUrl?")]
    [InlineData("telegram.api_url", "telegram.api_url", "Did you mean apiUrl?")]
    [InlineData("llm.temprature", "llm.temprature", "Did you mean temperature?")]
    [InlineData("token", "token", "Did you mean telegram.token?")]
    [InlineData("pacing.historyMessages", "pacing.historyMessages", "Did you mean memory.historyMessages?")]
    public void Read_WhenAnUnknownFieldIsNearAKnownOne_NamesIt(string path, string pointer, string hint)
    {
        var field = RefusedField(With((path, "1")));

        Assert.Equal("/" + pointer.Replace('.', '/'), field.Pointer);
        Assert.Equal("config.unknown_field", field.Code);
        Assert.EndsWith(hint, field.Message);
    }

    [Theory]
    [InlineData("whatever")]
    [InlineData("anameofmorethansixtyfourcharactersthatnobodywouldeverthinkofusinghere")]
    public void Read_WhenAnUnknownFieldIsNearNone_OffersNothing(string name) =>
        Assert.Equal("There is no such field.", RefusedField(With((name, "1"))).Message);

    [Fact]
    public void Read_WhenAFieldsNameHasPointerCharacters_EscapesThem() => Assert.Equal("/a~1b~0c", RefusedField(With(("a/b~c", "1"))).Pointer);

    [Fact]
    public void Read_WhenAZoneIsMisspelt_OffersTheNearest() =>
        Assert.EndsWith("Did you mean Asia/Bishkek?", RefusedField(With(("persona.timeZone", "\"asia/bishkek\""))).Message);

    [Fact]
    public void Read_WhenManyThingsAreWrong_FindsThemAll()
    {
        var problem = Refused("""
            { "nam": "x", "telegram": { "token": "sk-oops-a-key", "kind": "robot" }, "llm": { "temperature": 9, "apiKey": 5 }, "tags": ["a", "a"],
              "persona": { "timeZone": "Moon/Base", "language": "!" }, "pacing": { "minTypingSeconds": 5, "maxTypingSeconds": 2 } }
            """);

        Assert.Equal("config.invalid", problem.Code);
        Assert.Equal(
            ["/name", "/tags/1", "/telegram/kind", "/telegram/token", "/llm/apiKey", "/llm/temperature", "/persona/language", "/persona/timeZone", "/pacing/minTypingSeconds", "/nam"],
            problem.Fields.Select(field => field.Pointer));
        Assert.StartsWith("10 fields are refused.", problem.Detail);
        Assert.DoesNotContain("oops", problem.ToString() + string.Concat(problem.Fields.Select(field => field.ToString())));
    }

    [Fact]
    public void Read_WhenThousandsOfFieldsAreUnknown_ReportsAHundredAndTheirCount()
    {
        var problem = Refused(With([.. Enumerable.Range(0, 1_000).Select(i => ($"zzzzzzz{i}", (string?)"1"))]));

        Assert.Equal(100, problem.Fields.Length);
        Assert.StartsWith("1000 fields are refused.", problem.Detail);
    }
}
