using System.Text;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Http;

/// <summary>A bot with a proxy speaks through it and through nothing else.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HttpProxy_WithAPassword_CarriesEveryCall()
    {
        await using var proxy = new WireStub();
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:p@ss"));
        proxy.Answer = call => call.Headers.TryGetValue("Proxy-Authorization", out var given) && given == $"Basic {login}"
            ? WireStub.QuietAsync(call)
            : call.ReplyAsync(407, "", headers: "Proxy-Authenticate: Basic realm=\"stub\"\r\n");
        await using var rig = new Rig("http://api.telegram.invalid/some/path");

        var session = await rig.RunAsync(Through(rig, $"http://user:p%40ss@127.0.0.1:{proxy.Port}"));
        var outcome = await session.SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.All(proxy.Calls, call => Assert.StartsWith($"http://api.telegram.invalid/some/path/bot{rig.Token}/", call.Target));
    }

    [Fact]
    public async Task SocksProxy_WithAPassword_CarriesEveryCallAndResolvesTheName()
    {
        await using var proxy = new WireStub { SocksLogin = "user:secret" };
        await using var rig = new Rig("http://api.telegram.invalid");

        var session = await rig.RunAsync(Through(rig, $"socks5://user:secret@127.0.0.1:{proxy.Port}"));
        var outcome = await session.SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.All(proxy.SocksTargets, target => Assert.Equal("api.telegram.invalid:80", target));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task Proxy_WhenItIsDown_IsNotBypassed(string scheme)
    {
        await using var server = new WireStub();
        await using var rig = new Rig(server.Url);

        var session = rig.Start(Through(rig, $"{scheme}://127.0.0.1:{WireStub.ClosedPort()}"));
        await rig.Listener.ReportAsync(SessionState.Degraded);
        var outcome = await session.SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.IsType<SendOutcome.RateLimited>(outcome);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task SocksProxy_WithTheWrongPassword_IsNotSent()
    {
        await using var proxy = new WireStub { SocksLogin = "user:secret" };
        await using var rig = new Rig("http://api.telegram.invalid");

        var session = rig.Start(Through(rig, $"socks5://user:wrong@127.0.0.1:{proxy.Port}"));
        var report = await rig.Listener.ReportAsync(SessionState.Degraded);

        Assert.Equal("telegram.proxy_failed", report.Code);
        Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi"), Cancelled));
        Assert.Empty(proxy.Calls);
    }

    [Fact]
    public async Task Pools_OfManyBots_AreSharedBetweenThoseWithoutAProxy()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        await session.SendAsync(Rig.Message("one"), Cancelled);
        var other = rig.Start(new() { Token = new Secret(Rig.NewToken()) });
        await rig.Listener.ReportAsync(SessionState.Running);
        await other.SendAsync(Rig.Message("two"), Cancelled);

        var sends = stub.CallsOf("sendMessage");
        Assert.Same(sends[0].Client, sends[1].Client);
        Assert.DoesNotContain(stub.CallsOf("getUpdates"), poll => poll.Client == sends[0].Client);
    }

    private static TelegramConfig Through(Rig rig, string proxy) => new() { Token = new Secret(rig.Token), Proxy = new Secret(proxy) };
}
