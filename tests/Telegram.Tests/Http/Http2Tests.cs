using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram.Tests.Http;

/// <summary>Where the server offers HTTP/2, bots share connections, and are cut off each for itself.</summary>
public sealed class Http2Tests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bots_ShareAConnectionForPollsAndOneForSends()
    {
        await using var host = await TlsHost.StartAsync();
        await using var rig = new Rig(host.Url, trust: host.Trust);
        var (first, other) = (await rig.RunAsync(), Rig.NewToken());
        var second = await rig.RunAsync(new() { Token = new Secret(other) });

        await host.WriteAsync(rig.Token, "hello");
        await host.WriteAsync(other, "hello");
        Assert.IsType<SendOutcome.Sent>(await first.SendAsync(Rig.Message("Hi"), Cancelled));
        Assert.IsType<SendOutcome.Sent>(await second.SendAsync(Rig.Message("Hi"), Cancelled));

        Assert.All(host.Calls, call => Assert.Equal("HTTP/2", call.Protocol));
        var polls = host.Calls.Where(call => call.Method == "getUpdates").ToArray();
        var sends = host.Calls.Where(call => call.Method == "sendMessage").ToArray();
        Assert.Equal([rig.Token, other], polls.Select(call => call.Token).Distinct());
        Assert.Equal([rig.Token, other], sends.Select(call => call.Token));
        Assert.NotEqual(Assert.Single(polls.Select(call => call.Connection).Distinct()), Assert.Single(sends.Select(call => call.Connection).Distinct()));
    }

    [Fact]
    public async Task Lease_WhenItEnds_EndsTheBotsPollAndNobodyElses()
    {
        await using var host = await TlsHost.StartAsync();
        await using var rig = new Rig(host.Url, trust: host.Trust);
        await rig.RunAsync();
        var (other, listener) = (Rig.NewToken(), new TestListener());
        using var lease = new CancellationTokenSource();
        rig.Create(new() { Token = new Secret(other) }, listener: listener).Start(null, new TestGate(lease.Token));
        await listener.ReportAsync(SessionState.Running);
        await host.WaitingAsync(other);

        await lease.CancelAsync();
        await host.AbortedAsync(other);

        await host.WriteAsync(rig.Token, "still there?");
        Assert.Equal("still there?", (await rig.Listener.UpdateAsync<MessageArrived>()).Text);
        Assert.Single(host.Calls.Where(call => call.Method == "getUpdates").Select(call => call.Connection).Distinct());
    }
}
