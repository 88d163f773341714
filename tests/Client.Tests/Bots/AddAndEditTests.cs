using System.Text.Json;
using System.Text.Json.Nodes;
using MultiBot.Client.Tests.Cluster;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Bots;

public sealed class AddAndEditTests(TestSilo silo)
{
    private const string Token = "123:a-secret-token";

    [Fact]
    public async Task Add_WhenJsonComesFromStandardInput_RegistersIt()
    {
        var id = silo.Cluster.NewId();

        var run = await ConsoleRun.Script($$"""{"botId":"{{id}}","name":"Anna"}""", ConsoleRun.At(silo, "bots", "add", "-", "--remove-webhook"));

        Assert.Equal((0, $"Registered {id}.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.True(silo.Cluster.Bots[id].LastWrite!.RemoveWebhook);
    }

    [Fact]
    public async Task Add_WhenJsonIsAFile_RegistersIt()
    {
        var id = silo.Cluster.NewId();
        var path = Path.Combine(Path.GetTempPath(), $"multibot-test-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, $$"""{"botId":"{{id}}","name":"Anna"}""", TestContext.Current.CancellationToken);

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "add", path));

        File.Delete(path);
        Assert.Equal(0, run.Code);
        Assert.True(silo.Cluster.Bots.ContainsKey(id));
    }

    [Fact]
    public async Task Add_WhenTheFileIsMissing_SaysSo()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "add", "no-such-file.json"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("console.file_unreadable:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhenTheTokenComesFromStandardInput_SendsItAndPrintsItNowhere()
    {
        var id = silo.Cluster.NewId();

        var run = await ConsoleRun.Script(Token + "\n", ConsoleRun.At(silo, "bots", "add", "--id", id, "--name", "Анна", "--token", "-", "--api-url", "sandbox"));

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("secret", run.Out + run.Error, StringComparison.Ordinal);
        var sent = JsonNode.Parse(silo.Cluster.Bots[id].Json);
        Assert.True(JsonNode.DeepEquals(sent, JsonNode.Parse($$$"""{"botId":"{{{id}}}","name":"Анна","telegram":{"kind":"bot","token":"{{{Token}}}","apiUrl":"sandbox"}}""")));
    }

    [Fact]
    public async Task Add_WhenNoTokenIsGivenByAPerson_AsksWithoutEcho()
    {
        var id = silo.Cluster.NewId();
        using var console = new TestConsole();
        console.Input.PushTextWithEnter(Token);

        var run = await ConsoleRun.Person(console, TextReader.Null, Editing.Never, ConsoleRun.At(silo, "bots", "add", "--id", id));

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("secret", run.Out, StringComparison.Ordinal);
        Assert.Equal(Token, JsonNode.Parse(silo.Cluster.Bots[id].Json)!["telegram"]!["token"]!.GetValue<string>());
    }

    [Fact]
    public async Task Add_WhenStandardInputIsEmpty_IsRefusedBeforeAnythingIsSent()
    {
        var run = await ConsoleRun.Script("", ConsoleRun.At(silo, "bots", "add", "--id", silo.Cluster.NewId(), "--token", "-"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("console.input_empty:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhenFieldsAreRefused_NamesThemOneByOne()
    {
        var run = await ConsoleRun.Script("""{"botId":"x"}""", ConsoleRun.At(silo, "bots", "add", "-"));

        Assert.Equal(1, run.Code);
        Assert.Equal("config.invalid: The configuration is refused.\n  /name: A name is needed. (required)\n", run.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Add_WhenTheIdIsTaken_IsRefused()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script($$"""{"botId":"{{bot.Id}}","name":"Anna"}""", ConsoleRun.At(silo, "bots", "add", "-"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("bot.exists:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_WhenFieldsAreSet_SendsAMergePatch()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(
            Token, ConsoleRun.At(silo, "bots", "edit", bot.Id.Value, "--set", "persona.language=ru", "--set", "telegram.token=-", "--revision", "1", "--json"));

        Assert.Equal(0, run.Code);
        Assert.Equal("Anna", JsonDocument.Parse(run.Out).RootElement.GetProperty("name").GetString());
        Assert.True(bot.LastWrite!.Merge);
        Assert.Equal(1, bot.LastWrite.ExpectedRevision);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$$"""{"persona":{"language":"ru"},"telegram":{"token":"{{{Token}}}"}}"""), JsonNode.Parse(bot.LastWrite.Json)));
    }

    [Fact]
    public async Task Edit_WhenAPatchComesFromStandardInput_SendsItAsItIs()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script("""{"template":null}""", ConsoleRun.At(silo, "bots", "edit", bot.Id.Value, "--file", "-"));

        Assert.Equal((0, $"Changed {bot.Id}, now at revision 2.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.Equal("""{"template":null}""", bot.LastWrite!.Json);
    }

    [Fact]
    public async Task Edit_WhenTheRevisionIsOld_IsRefused()
    {
        var bot = silo.Cluster.Add(bot => bot.Revision = 5);

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "edit", bot.Id.Value, "--set", "name=B", "--revision", "4"));

        Assert.Equal(1, run.Code);
        Assert.StartsWith("bot.stale:", run.Error, StringComparison.Ordinal);
    }
}
