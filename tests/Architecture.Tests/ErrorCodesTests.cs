using System.Text.RegularExpressions;

namespace MultiBot.Architecture.Tests;

/// <summary>A code that an operator can meet stands in docs/errors.md, those of the console's own in docs/console.md.</summary>
public sealed partial class ErrorCodesTests
{
    [Fact]
    public void EveryCodeOfAnAnswer_StandsInTheDocumentation()
    {
        var documentation = string.Concat(new[] { "errors.md", "console.md" }.Select(page => File.ReadAllText(Path.Combine(Repository.Root, "docs", page))));
        var codes = Repository.Sources().SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Groups["code"].Value).Distinct().ToList();

        Assert.True(codes.Count > 30, "The pattern finds hardly any code: it no longer fits the sources.");
        Assert.Equal([], codes.Where(code => !documentation.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex("""(?:Problem\.(?:Invalid|NotFound|Conflict|Stale|Unavailable)\(\s*|\bCode = |InboxState\.(?:Parked|Overdue), )"(?<code>[a-z]+\.[a-z]+(?:_[a-z]+)*)";?""")]
    private static partial Regex Code();
}
