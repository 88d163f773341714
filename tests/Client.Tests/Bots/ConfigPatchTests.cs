using System.Text.Json.Nodes;
using MultiBot.Client.Bots;

namespace MultiBot.Client.Tests.Bots;

public sealed class ConfigPatchTests
{
    [Theory]
    [InlineData("""persona.language=ru""", """{"persona":{"language":"ru"}}""")]
    [InlineData("""adminChatId=100""", """{"adminChatId":100}""")]
    [InlineData("""tags=["a","b"]""", """{"tags":["a","b"]}""")]
    [InlineData("""template=null""", """{"template":null}""")]
    [InlineData("""name="123" """, """{"name":"123"}""")]
    [InlineData("""persona.prompt=a=b""", """{"persona":{"prompt":"a=b"}}""")]
    [InlineData("""persona.prompt=""", """{"persona":{"prompt":""}}""")]
    public void Setting_WhenGiven_BecomesAMergePatch(string setting, string expected)
    {
        Assert.True(ConfigPatch.TrySplit(setting.TrimEnd(), out var pair));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(ConfigPatch.Of([pair], out _)!)));
    }

    [Fact]
    public void Settings_WhenTheyShareAParent_AreOnePatch()
    {
        var patch = ConfigPatch.Of([new("pacing.debounceSeconds", "0"), new("pacing.minTypingSeconds", "0.5")], out var error);

        Assert.Null(error);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"pacing":{"debounceSeconds":0,"minTypingSeconds":0.5}}"""), JsonNode.Parse(patch!)));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "a.b")]
    [InlineData("a.b", "a")]
    [InlineData("x", "a..b")]
    [InlineData("x", ".a")]
    [InlineData("x", "a.")]
    public void Settings_WhenPathsClashOrAreEmpty_AreRefused(string first, string second)
    {
        Assert.Null(ConfigPatch.Of([new(first, "1"), new(second, "2")], out var error));
        Assert.Contains(second, error, StringComparison.Ordinal);
    }
}
