using System.Text.Json;
using MultiBot.Client.Tests.Cluster;
using MultiBot.Domain.Events;

namespace MultiBot.Client.Tests.Events;

public sealed class WatchTests(TestSilo silo)
{
    private FakeEventLog Log => silo.Cluster.Log;

    [Fact]
    public async Task Watch_ShowsWhatComesAndEndsWellAtCtrlC()
    {
        var bot = silo.Cluster.Add();
        Log.Write(bot.Id, EventTypes.MessageReceived, """{"messageId":41}""", chat: -5);
        using var leave = new CancellationTokenSource();
        var screen = new WatchedScreen(
            ("41", () => Log.Write(bot.Id, EventTypes.MessageSent, """{"messageId":42}""", chat: -5)),
            ("42", () => Log.Write(bot.Id, EventTypes.BotStopped)),
            ("BotStopped", leave.Cancel));

        var run = await ConsoleRun.Watched(screen, TextReader.Null, leave.Token, ConsoleRun.At(silo, "watch", "--bot", bot.Id.Value));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"2026-11-22 12:00:00Z MessageReceived    {bot.Id} -5 {{\"messageId\":41}}", run.Out, StringComparison.Ordinal);
        Assert.Contains($"BotStopped         {bot.Id}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WhenJson_WritesAnEventALineAsRestDoes()
    {
        var bot = silo.Cluster.Add();
        var seq = Log.Write(bot.Id, EventTypes.ReplyFailed, """{"messageId":7,"code":"llm.timeout"}""", chat: 5);
        using var leave = new CancellationTokenSource();
        var screen = new WatchedScreen(("llm.timeout", leave.Cancel));

        var run = await ConsoleRun.Watched(screen, TextReader.Null, leave.Token, ConsoleRun.At(silo, "watch", "--bot", bot.Id.Value, "--json"));

        var json = JsonDocument.Parse(Assert.Single(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(
            (seq, "ReplyFailed", bot.Id.Value, 5, TestTimes.Noon, "llm.timeout"),
            (json.GetProperty("seq").GetInt64(), json.GetProperty("type").GetString(), json.GetProperty("botId").GetString(), json.GetProperty("chatId").GetInt64(),
                json.GetProperty("at").GetDateTimeOffset(), json.GetProperty("data").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Watch_OfTypes_ShowsNoOther()
    {
        var bot = silo.Cluster.Add();
        foreach (var type in (string[])[EventTypes.BotStarted, EventTypes.MessageReceived, EventTypes.BotStopped]) Log.Write(bot.Id, type);
        using var leave = new CancellationTokenSource();
        var screen = new WatchedScreen(("BotStopped", leave.Cancel));

        var run = await ConsoleRun.Watched(
            screen, TextReader.Null, leave.Token, ConsoleRun.At(silo, "watch", "--bot", bot.Id.Value, "--type", "BotStarted", "--type", "BotStopped"));

        Assert.Contains("BotStarted", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("MessageReceived", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WhenTheSiloGoesAway_JoinsAnewAndMissesNothing()
    {
        var bot = silo.Cluster.Add();
        var first = Log.Write(bot.Id, EventTypes.BotStarted);
        using var leave = new CancellationTokenSource();
        var screen = new WatchedScreen(
            ("BotStarted", () =>
            {
                Log.Failing = (bot.Id.Value, 1);
                Log.Write(bot.Id, EventTypes.BotStopped);
            }),
            ("BotStopped", leave.Cancel));

        var run = await ConsoleRun.Watched(screen, TextReader.Null, leave.Token, ConsoleRun.At(silo, "watch", "--bot", bot.Id.Value));

        Assert.Equal(0, run.Code);
        Assert.Contains("The silo does not answer", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Out.Split("BotStopped").Length - 1);
        Assert.Contains((bot.Id.Value, (long?)first), Log.Asked);
    }

    [Theory]
    [InlineData("watch", "--type", "Nonsense")]
    [InlineData("watch", "--bot", "Not A Bot")]
    [InlineData("watch", "--after", "-1")]
    public async Task Watch_OfNonsense_IsWrongUsage(params string[] args)
    {
        var run = await ConsoleRun.Script(ConsoleRun.At(silo, args));

        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task Watch_WithoutAKeyThatIsKnown_IsRefused()
    {
        var run = await ConsoleRun.Script("watch", "--gateway", silo.Gateway, "--key", "mb_another");

        Assert.Equal((1, true), (run.Code, run.Error.StartsWith("auth.key_invalid:", StringComparison.Ordinal)));
    }
}
