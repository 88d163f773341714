using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Bots;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Bots;

public sealed class ListAndShowTests(TestSilo silo)
{
    [Fact]
    public async Task List_WhenJson_HasTheRestShape()
    {
        var tag = silo.Cluster.NewId("tag");
        var bot = silo.Cluster.Add(bot => (bot.Tags, bot.Status) = ([tag], BotStatus.FloodWaited));

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag, "--json"));

        Assert.Equal((0, ""), (run.Code, run.Error));
        var page = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        var item = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(bot.Id.Value, item.GetProperty("botId").GetString());
        Assert.Equal("bot", item.GetProperty("kind").GetString());
        Assert.Equal("FloodWaited", item.GetProperty("status").GetString());
        Assert.Equal("Degraded", item.GetProperty("health").GetString());
        Assert.Equal("silo-1", item.GetProperty("silo").GetString());
        Assert.Equal(tag, item.GetProperty("tags")[0].GetString());
        Assert.Equal(12, item.GetProperty("counters").GetProperty("received").GetInt64());
        Assert.Equal(JsonValueKind.Null, item.GetProperty("lastError").ValueKind);
    }

    [Fact]
    public async Task List_WhenRedirected_IsTabSeparatedWithoutColours()
    {
        var tag = silo.Cluster.NewId("tag");
        var bot = silo.Cluster.Add(bot => (bot.Tags, bot.LastError, bot.Status) = ([tag, "team-a"], "telegram.conflict", BotStatus.Conflict));

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag));

        Assert.Equal(
            $"BOT\tNAME\tKIND\tSTATUS\tHEALTH\tSILO\tTAGS\tRECEIVED\tSENT\tUNCERTAIN\tPARKED\tLAST ERROR\n"
            + $"{bot.Id}\tAnna\tbot\tConflict\tUnhealthy\tsilo-1\t{tag},team-a\t12\t10\t1\t0\ttelegram.conflict\n",
            run.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task List_WhenAPersonReads_IsATable()
    {
        using var console = new TestConsole();
        var bot = silo.Cluster.Add(bot => bot.Json = bot.Json.Replace("Anna", """[red]Anna\u001b[0m""", StringComparison.Ordinal));

        var run = await ConsoleRun.Person(console, TextReader.Null, Editing.Never, ConsoleRun.At(silo, "bots", "list", "--q", bot.Id.Value));

        Assert.Equal(0, run.Code);
        Assert.Contains("╭", run.Out, StringComparison.Ordinal);
        Assert.Contains("[red]Anna�[0m", run.Out, StringComparison.Ordinal);
        Assert.Contains("Running", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhenThereAreMorePages_TellsHowToGoOn()
    {
        var tag = silo.Cluster.NewId("tag");
        foreach (var _ in Enumerable.Range(0, 3))
            silo.Cluster.Add(bot => bot.Tags = [tag]);

        var first = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag, "--limit", "2", "--json"));
        var next = JsonDocument.Parse(first.Out).RootElement.GetProperty("next").GetString()!;
        var second = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag, "--limit", "2", "--after", next));
        var plain = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag, "--limit", "2"));

        Assert.Equal(2, Lines(second.Out).Length);
        Assert.Contains($"--after {next}", plain.Error, StringComparison.Ordinal);
        Assert.Equal(3, Lines(plain.Out).Length);
    }

    [Fact]
    public async Task List_WhenAllPagesAreWanted_ReadsThemAll()
    {
        var tag = silo.Cluster.NewId("tag");
        foreach (var _ in Enumerable.Range(0, 205))
            silo.Cluster.Add(bot => bot.Tags = [tag]);

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "list", "--tag", tag, "--all"));

        Assert.Equal(206, Lines(run.Out).Length);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Show_WhenJson_IsTheConfigurationAlone()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "show", bot.Id.Value, "--json"));

        Assert.Equal("***", JsonDocument.Parse(run.Out).RootElement.GetProperty("telegram").GetProperty("token").GetString());
    }

    [Fact]
    public async Task Show_WhenPlain_HasStatusAndConfiguration()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "show", bot.Id.Value));

        Assert.Contains("status\tRunning\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"token\": \"***\"", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("status")]
    [InlineData("start")]
    public async Task Command_WhenThereIsNoSuchBot_IsRefusedWithTheCode(string verb)
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", verb, "nobody"));

        Assert.Equal((1, "", "bot.not_found: There is no bot nobody.\n"), (run.Code, run.Out, run.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Status_WhenJson_HasTheRestShape()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "status", bot.Id.Value, "--json"));

        var status = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("Running", status.GetProperty("status").GetString());
        Assert.Equal("Healthy", status.GetProperty("health").GetString());
        Assert.Equal(7, status.GetProperty("epoch").GetInt64());
        Assert.Equal("2026-11-22T12:00:00+00:00", status.GetProperty("lastUpdateAt").GetString());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
