using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Bots;
using MultiBot.Grains.Abstractions.Manager;
using Spectre.Console.Testing;

namespace MultiBot.Client.Tests.Bots;

public sealed class SteerBotsTests(TestSilo silo)
{
    [Theory]
    [InlineData("start", "Starting")]
    [InlineData("stop", "Stopped")]
    [InlineData("restart", "Starting")]
    public async Task OneBot_WhenSteered_AnswersItsStatus(string verb, string status)
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", verb, bot.Id.Value));
        var json = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", verb, bot.Id.Value, "--json"));

        Assert.Equal((0, $"{bot.Id} is {status}.\n"), (run.Code, run.Out.ReplaceLineEndings("\n")));
        Assert.Equal(status, JsonDocument.Parse(json.Out).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task SeveralBots_WhenOneIsUnknown_AnswersForEachAndFails()
    {
        var bot = silo.Cluster.Add();

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "stop", bot.Id.Value, "nobody"));

        Assert.Equal(1, run.Code);
        Assert.Contains($"{bot.Id}\tdone\t\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("nobody\tbot.not_found\tThere is no bot nobody.\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_WhenYesIsGiven_BatchesItsBots()
    {
        var tag = silo.Cluster.NewId("tag");
        var (one, two) = (silo.Cluster.Add(bot => bot.Tags = [tag]), silo.Cluster.Add(bot => bot.Tags = [tag]));

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "restart", "--tag", tag, "--yes", "--json"));

        Assert.Equal(0, run.Code);
        Assert.All(JsonDocument.Parse(run.Out).RootElement.GetProperty("items").EnumerateArray(), item => Assert.True(item.GetProperty("done").GetBoolean()));
        var batch = Assert.Single(silo.Cluster.Batches, batch => batch.Ids!.Contains(one.Id));
        Assert.Equal(BatchAction.Restart, batch.Action);
        Assert.Equal([one.Id, two.Id], batch.Ids!.Order());
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("n", false)]
    public async Task Tag_WhenAPersonIsAsked_DoesWhatTheySay(string answer, bool done)
    {
        var tag = silo.Cluster.NewId("tag");
        var bots = new[] { silo.Cluster.Add(bot => bot.Tags = [tag]), silo.Cluster.Add(bot => bot.Tags = [tag]) };
        using var console = new TestConsole();
        console.Input.PushTextWithEnter(answer);

        var run = await ConsoleRun.Person(console, TextReader.Null, Editing.Never, ConsoleRun.At(silo, "bots", "stop", "--tag", tag));

        Assert.Contains("Stop 2 bots?", run.Out, StringComparison.Ordinal);
        Assert.Equal(done ? 0 : 1, run.Code);
        Assert.Equal(done, silo.Cluster.Batches.Any(batch => batch.Ids!.Contains(bots[0].Id)));
    }

    [Fact]
    public async Task Tag_WhenNoBotHasIt_Fails()
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "stop", "--tag", "no-such-tag", "--yes"));

        Assert.Equal(1, run.Code);
        Assert.Contains("no-such-tag", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Remove_WhenYesIsGiven_RemovesAndErasesOnlyWhenAsked(bool erase)
    {
        var bot = silo.Cluster.Add();
        string[] args = ["bots", "remove", bot.Id.Value, "-y"];

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, erase ? [.. args, "--erase"] : args));

        Assert.Equal(0, run.Code);
        Assert.False(silo.Cluster.Bots.ContainsKey(bot.Id.Value));
        Assert.Equal(erase, bot.Erased);
    }

    [Fact]
    public async Task Remove_WhenAPersonDeclines_KeepsTheBot()
    {
        var bot = silo.Cluster.Add();
        using var console = new TestConsole();
        console.Input.PushTextWithEnter("");

        var run = await ConsoleRun.Person(console, TextReader.Null, Editing.Never, ConsoleRun.At(silo, "bots", "remove", bot.Id.Value, "--erase"));

        Assert.Equal(1, run.Code);
        Assert.Contains($"Remove {bot.Id} and erase all data?", run.Out, StringComparison.Ordinal);
        Assert.Equal(BotStatus.Running, silo.Cluster.Bots[bot.Id.Value].Status);
    }
}
