using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MultiBot.Client.Tests.Cluster;
using MultiBot.PrivatePostgres;

namespace MultiBot.Client.Tests.Connection;

/// <summary>What the console says when the cluster is not there, does not want it, or is slow.</summary>
public sealed class ConnectionTests(TestSilo silo)
{
    [Fact]
    public async Task Command_WhenNoSiloAnswers_SaysSoWithinSeconds()
    {
        var gateway = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Take()}");
        var clock = Stopwatch.StartNew();

        var run = await ConsoleRun.Script("cluster", "--gateway", gateway);

        Assert.Equal(1, run.Code);
        Assert.Contains($"No silo answers at {gateway}", run.Error, StringComparison.Ordinal);
        Assert.Contains("./run", run.Error, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public async Task Command_WhenSomethingElseListens_GivesUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var run = await ConsoleRun.Script("cluster", "--gateway", listener.LocalEndpoint.ToString()!);

        Assert.Equal(1, run.Code);
        Assert.Contains("No silo answers at", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheClusterIsAnother_NamesTheOneItLookedFor()
    {
        var run = await ConsoleRun.Script("cluster", "--gateway", silo.Gateway, "--key", TestSilo.Key, "--cluster-id", "another");

        Assert.Equal(1, run.Code);
        Assert.Contains("«another»", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheHostIsUnknown_SaysSo()
    {
        var run = await ConsoleRun.Script("cluster", "--gateway", "no-such-host.invalid:1");

        Assert.Equal(1, run.Code);
        Assert.Contains("no-such-host.invalid", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheKeyIsWrong_IsRefusedWithTheCode()
    {
        var run = await ConsoleRun.Script("cluster", "--gateway", silo.Gateway, "--key", "mb_wrong-key");

        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith("auth.key_invalid: This key is unknown.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mb_wrong-key", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("MULTIBOT_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenThereIsNoKey_SaysWhereOneBelongs()
    {
        var run = await ConsoleRun.Script("cluster", "--gateway", silo.Gateway);

        Assert.Equal(1, run.Code);
        Assert.Contains("MULTIBOT_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheAnswerDoesNotCome_EndsAtItsTimeout()
    {
        var bot = silo.Cluster.Add(bot => bot.Hang = new TaskCompletionSource());

        var run = await ConsoleRun.Script(ConsoleRun.At(silo, "bots", "restart", bot.Id.Value, "--timeout", "0.5"));

        bot.Hang!.SetResult();
        Assert.Equal(1, run.Code);
        Assert.Contains("No answer within 0.5 s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenInterrupted_EndsWithoutAStackTrace()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await ConsoleRun.Interrupted("", ConsoleRun.At(silo, "cluster"), interrupt.Token);

        Assert.Equal((1, "Cancelled.\n"), (run.Code, run.Error.ReplaceLineEndings("\n")));
    }
}
