using System.Text.RegularExpressions;

namespace MultiBot.Architecture.Tests;

/// <summary>What is measured stands in docs/observability.md, and what is logged calls a bot and a chat by one name.</summary>
public sealed partial class TelemetryTests
{
    [Fact]
    public void EveryInstrument_StandsInTheDocumentation()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "observability.md"));
        var names = Repository.Sources().SelectMany(file => Instrument().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(names.Count >= 12, "The pattern finds hardly any instrument: it no longer fits the sources.");
        Assert.Equal([], names.Where(name => !page.Contains($"| `{name}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryMessageAboutABotOrAChat_HasItsIdByTheSameName()
    {
        var messages = Repository.Sources().SelectMany(file => Message().Matches(File.ReadAllText(file))).Select(match => match.Value).ToList();

        Assert.True(messages.Count > 40, "The pattern finds hardly any message: it no longer fits the sources.");
        Assert.Equal([], messages.Where(message => OtherName().IsMatch(message)));
    }

    [GeneratedRegex("""(?:Create(?:Counter|Histogram|ObservableUpDownCounter|ObservableGauge|ObservableCounter|UpDownCounter|Gauge)(?:<\w+>)?\(\s*)"(?<name>multibot\.[a-z.]+)",""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\[LoggerMessage\([^\n]*\)\]")]
    private static partial Regex Message();

    [GeneratedRegex(@"\{(?:Bot|bot|bot_id|Chat|chat|chat_id)\}")]
    private static partial Regex OtherName();
}
