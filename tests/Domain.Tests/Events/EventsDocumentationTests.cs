using MultiBot.Domain.Events;

namespace MultiBot.Domain.Tests.Events;

public sealed class EventsDocumentationTests
{
    [Fact]
    public void EveryType_StandsInTheDocumentation()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "MultiBot.sln"))) root = Path.GetDirectoryName(root)!;
        var page = File.ReadAllText(Path.Combine(root, "docs", "events.md"));

        Assert.DoesNotContain(EventTypes.All, type => !page.Contains($"| `{type}` |", StringComparison.Ordinal));
    }
}
