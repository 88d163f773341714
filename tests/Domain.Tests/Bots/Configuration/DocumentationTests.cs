using System.Reflection;
using System.Text.Json.Nodes;
using MultiBot.Domain.Bots.Configuration;
using static MultiBot.Domain.Tests.Bots.Configuration.Configurations;

namespace MultiBot.Domain.Tests.Bots.Configuration;

public class DocumentationTests
{
    [Fact]
    public void Documentation_OfFields_NamesEachOfThem()
    {
        var page = File.ReadAllText(Docs("configuration.md"));
        var described = JsonNode.Parse(Factory.Describe(Bot(Smallest)))!.AsObject();

        foreach (var (section, value) in described)
            foreach (var field in value is JsonObject fields ? fields.Select(inner => $"{section}.{inner.Key}") : [section])
                Assert.Contains($"| `{field}` |", page);
    }

    [Fact]
    public void Documentation_OfErrors_NamesEveryCode()
    {
        var page = File.ReadAllText(Docs("errors.md"));

        foreach (var code in typeof(ConfigCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
            Assert.Contains($"| `{code.GetValue(null)}` |", page);
    }

    private static string Docs(string file)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MultiBot.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "docs", file);
    }
}
