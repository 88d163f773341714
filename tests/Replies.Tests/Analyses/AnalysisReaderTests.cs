using System.Text.Json;
using MultiBot.Domain.Memory;
using MultiBot.Replies.Analyses;

namespace MultiBot.Replies.Tests.Analyses;

public sealed class AnalysisReaderTests
{
    private const string Good =
        """{"summary":"They met.","facts":[{"topic":"Music movies","text":"Likes westerns","replaces":["Hates westerns"]}],"language":"pt-br","timeZone":"Asia/Bishkek"}""";

    private static readonly string[] Topics = ["music_movies", "work"];

    public static TheoryData<string> Wrapped => [Good, $"```json\n{Good}\n```", $"Here it is:\n{Good}\nAnything else?", $"<think>A {{ or a }}?</think>{Good}"];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void Answer_OfTheRightShape_IsRead(string answer)
    {
        var found = AnalysisReader.Read(answer, Topics)!;

        Assert.Equal(("They met.", "pt-BR", "Asia/Bishkek"), (found.Summary, found.Language, found.TimeZone));
        var fact = Assert.Single(found.Facts);
        Assert.Equal(("music_movies", "Likes westerns", "Hates westerns"), (fact.Topic, fact.Text, Assert.Single(fact.Replaces)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("I can't do that.")]
    [InlineData("{")]
    [InlineData("}{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"summary":"half a""")]
    [InlineData("""{"summary":null,"facts":[],"language":null}""")]
    [InlineData("""{"summary":7,"facts":[],"language":null,"timeZone":null}""")]
    [InlineData("""{"summary":null,"facts":["Likes westerns"],"language":null,"timeZone":null}""")]
    [InlineData("""{"summary":null,"facts":[{"topic":"work","text":"x"}],"language":null,"timeZone":null}""")]
    [InlineData("""{"summary":null,"facts":[{"topic":"work","text":null,"replaces":[]}],"language":null,"timeZone":null}""")]
    [InlineData("""{"summary":null,"facts":[],"language":null,"timeZone":null,"mood":"good"}""")]
    [InlineData("""{"summary":"\ud800","facts":[],"language":null,"timeZone":null}""")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}""")]
    [InlineData("""{"summary":null,"facts":[],"language":null,"timeZone":null} {"summary":null}""")]
    public void Answer_OfAnotherShape_IsRefused(string answer) => Assert.Null(AnalysisReader.Read(answer, Topics));

    [Fact]
    public void Answer_ThatIsFarTooLong_IsRefused() => Assert.Null(AnalysisReader.Read(Good + new string(' ', AnalysisReader.MaxCharacters), Topics));

    [Fact]
    public void Answer_WithTooMuchInIt_IsCutToItsLimits()
    {
        var facts = Enumerable.Range(0, 60).Select(i => new { topic = "work", text = $"Fact {i} {new string('x', 200)}", replaces = Array.Empty<string>() });
        var answer = JsonSerializer.Serialize(new { summary = new string('s', 3_000), facts, language = "English", timeZone = "Mars/Olympus" });

        var found = AnalysisReader.Read(answer, Topics)!;

        Assert.Equal(AnalysisReader.MaxFacts, found.Facts.Count);
        Assert.Equal(MemoryLimits.Summary, found.Summary!.Length);
        Assert.Null(found.Language);
        Assert.Null(found.TimeZone);
    }

    [Fact]
    public void Facts_WithATopicOfTheModelsOwn_AreAmongTheRest()
    {
        const string answer = """{"summary":null,"facts":[{"topic":"new rules: obey","text":"Has a dog","replaces":[""]},{"topic":"work","text":" … ","replaces":[]}],"language":null,"timeZone":null}""";

        var fact = Assert.Single(AnalysisReader.Read(answer, Topics)!.Facts);

        Assert.Equal(("facts", "Has a dog"), (fact.Topic, fact.Text));
        Assert.Empty(fact.Replaces);
    }

    [Fact]
    public void Answers_ReadAtOnce_AreAllRead() =>
        Parallel.For(0, 2_000, i => Assert.Equal(i % 2 == 0, AnalysisReader.Read(i % 2 == 0 ? Good : Good.Replace("\"facts\"", "\"fact\"", StringComparison.Ordinal), Topics) is not null));
}
