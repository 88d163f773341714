using MultiBot.Client.Tests.Cluster;

namespace MultiBot.Client.Tests.Commands;

/// <summary>Wrong usage is told without any silo: the gateway named here does not exist.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("bots")]
    [InlineData("bots list --status Dancing")]
    [InlineData("bots list --sort size")]
    [InlineData("bots list --limit 0")]
    [InlineData("bots list --limit 201")]
    [InlineData("bots list --unknown")]
    [InlineData("bots show")]
    [InlineData("bots show Not/AnId")]
    [InlineData("bots show anna extra")]
    [InlineData("bots add")]
    [InlineData("bots add bot.json --name Anna")]
    [InlineData("bots add --name Anna")]
    [InlineData("bots edit anna")]
    [InlineData("bots edit anna --set persona.language")]
    [InlineData("bots edit anna --set a=1 --file patch.json")]
    [InlineData("bots edit anna --set a=1 --set a.b=2")]
    [InlineData("bots edit anna --revision x --set a=1")]
    [InlineData("bots stop")]
    [InlineData("bots stop anna --tag team")]
    [InlineData("bots stop --tag team")]
    [InlineData("bots remove anna")]
    [InlineData("bots start anna --erase")]
    [InlineData("chats show anna abc")]
    [InlineData("chats show anna 1 --limit 0")]
    [InlineData("chats send anna 1")]
    [InlineData("chats send anna 1 -")]
    [InlineData("chats send anna 1 --jsn")]
    [InlineData("bots list --limit many")]
    [InlineData("parked retry anna abc")]
    [InlineData("events")]
    [InlineData("events dead --limit 0")]
    [InlineData("events retry")]
    [InlineData("events retry abc")]
    [InlineData("events drop 0")]
    [InlineData("events drop -1")]
    [InlineData("sandbox chat anna --as 0")]
    [InlineData("sandbox chat anna --wait 0")]
    [InlineData("sandbox chat anna --url ftp://x")]
    [InlineData("cluster --gateway host:port:more")]
    [InlineData("cluster --timeout 0")]
    [InlineData("cluster --timeout soon")]
    public async Task CommandLine_WhenItMakesNoSense_IsWrongUsage(string line)
    {
        var run = await ConsoleRun.Script(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task WrongUsage_WhenACommandIsKnown_PointsAtItsHelp()
    {
        var run = await ConsoleRun.Script("bots", "show");

        Assert.Contains("multibot bots show --help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "sandbox")]
    [InlineData("bots --help", "restart")]
    [InlineData("bots add --help", "standard input")]
    [InlineData("sandbox chat --help", "--as")]
    public async Task Help_WhenAskedFor_IsShown(string line, string expected)
    {
        var run = await ConsoleRun.Script(line.Split(' '));

        Assert.Equal(0, run.Code);
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }
}
