using System.Text.Json;
using MultiBot.Client.Tests.Cluster;

namespace MultiBot.Client.Tests.Templates;

public sealed class TemplatesAndClusterTests(TestSilo silo)
{
    [Fact]
    public async Task Template_WhenPut_IsListedShownAndRemoved()
    {
        var name = silo.Cluster.NewId("template");

        var put = await ConsoleRun.Script("""{"persona":{"language":"ru"}}""", ConsoleRun.At(silo, "templates", "put", name, "-"));
        var list = await ConsoleRun.Script(ConsoleRun.At(silo, "templates", "list", "--json"));
        var show = await ConsoleRun.Script(ConsoleRun.At(silo, "templates", "show", name, "--json"));
        var remove = await ConsoleRun.Script(ConsoleRun.At(silo, "templates", "remove", name));
        var gone = await ConsoleRun.Script(ConsoleRun.At(silo, "templates", "show", name));

        Assert.Equal($"{name} is at revision 1.\n", put.Out.ReplaceLineEndings("\n"));
        var item = JsonDocument.Parse(list.Out).RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        Assert.Equal("ru", item.GetProperty("template").GetProperty("persona").GetProperty("language").GetString());
        Assert.Equal("ru", JsonDocument.Parse(show.Out).RootElement.GetProperty("persona").GetProperty("language").GetString());
        Assert.Equal(0, remove.Code);
        Assert.Equal((1, true), (gone.Code, gone.Error.StartsWith("template.not_found:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cluster_WhenAsked_NamesItsSilos()
    {
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "cluster", "--json"));
        var plain = await ConsoleRun.Script(ConsoleRun.At(silo, "cluster"));

        var one = Assert.Single(JsonDocument.Parse(json.Out).RootElement.GetProperty("silos").EnumerateArray());
        Assert.Equal(["name", "address", "httpPort", "status", "bots", "startedAt"], one.EnumerateObject().Select(field => field.Name));
        Assert.StartsWith("SILO\tADDRESS\tHTTP PORT\tSTATUS\tBOTS\tSTARTED\nsilo-1\t127.0.0.1:11111\t", plain.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
