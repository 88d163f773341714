using System.Diagnostics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Http;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Bots;

/// <summary>How sessions begin and end, and those that can't begin.</summary>
public sealed class LifetimeTests(SandboxHost sandbox)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<TelegramConfig, string> Impossible => new()
    {
        { new() { Token = new Secret("not a token") }, "telegram.token_malformed" },
        { new() { Token = new Secret("123") }, "telegram.token_malformed" },
        { new() { Token = new Secret("123:a/../b") }, "telegram.token_malformed" },
        { new() { Token = new Secret("0123:abc") }, "telegram.token_malformed" },
        { new() { Token = null }, "telegram.token_malformed" },
        { new() { Token = new Secret("123:abc"), Proxy = new Secret("ftp://proxy:1") }, "telegram.proxy_malformed" },
        { new() { Token = new Secret("123:abc"), Proxy = new Secret("mtproxy://proxy:443") }, "telegram.proxy_malformed" },
        { new() { Token = new Secret("123:abc"), ApiUrl = "ftp://example.org" }, "telegram.api_url_malformed" },
        { new() { Token = new Secret("123:abc"), ApiUrl = "https://u:p@example.org" }, "telegram.api_url_malformed" },
        { new() { Token = new Secret("123:abc"), ApiUrl = "sandbox" }, "telegram.sandbox_off" },
        { new() { Kind = AccountKind.User, ApiId = 1, Phone = "+1" }, "telegram.user_accounts_unavailable" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task Start_WhenTheAccountCantWork_FailsWithoutACall(TelegramConfig config, string code)
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);

        var session = rig.Start(config);
        var report = await rig.Listener.ReportAsync(SessionState.Failed);
        var outcome = await session.SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.Equal(code, report.Code);
        Assert.Equal(code, Assert.IsType<SendOutcome.SessionLost>(outcome).Code);
        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task Capabilities_OfABotToken_AreThoseOfTheTable()
    {
        await using var rig = new Rig(sandbox.Url);

        var able = rig.Create().Capabilities;

        Assert.Equal((false, false, false, false, 4096), (able.CanWriteFirst, able.CanMarkRead, able.SeesDeletions, able.IdempotentSends, able.MaxTextLength));
    }

    [Fact]
    public async Task Dispose_WhileAPollWaits_CutsItAndReturnsWithoutAReport()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var polling = new TaskCompletionSource<StubCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer = call =>
        {
            if (call.Wait > 0)
                polling.TrySetResult(call);
            return WireStub.QuietAsync(call);
        };
        var session = await rig.RunAsync();
        var poll = await polling.Task.WaitAsync(Rig.Patience, Cancelled);

        await session.DisposeAsync().AsTask().WaitAsync(Rig.Patience, Cancelled);
        await session.DisposeAsync();
        await poll.Gone.WaitAsync(Rig.Patience, Cancelled);

        Assert.Equal([SessionState.Running], rig.Listener.AllReports.Select(report => report.State));
        Assert.Equal(2, stub.CallsOf("getUpdates").Length);
    }

    [Fact]
    public async Task Dispose_WhileTheListenerIsBusy_DoesNotWaitForIt()
    {
        await using var rig = new Rig(sandbox.Url);
        rig.Listener.OnReceive = _ => new TaskCompletionSource<bool>().Task;
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Hello" });
        var session = rig.Start();
        await rig.Listener.BatchAsync();

        await session.DisposeAsync().AsTask().WaitAsync(Rig.Patience, Cancelled);

        Assert.Equal(0, Assert.Single(await sandbox.JournalAsync(rig.Token, "getUpdates")).GetProperty("confirmed").GetInt32());
    }

    [Fact]
    public async Task Dispose_WhileASendIsUnderWay_LetsItFinish()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        var arrived = new TaskCompletionSource<StubCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer = call =>
        {
            if (call.Method != "sendMessage")
                return WireStub.QuietAsync(call);
            arrived.TrySetResult(call);
            return Task.CompletedTask;
        };
        var sending = session.SendAsync(Rig.Message("Hi"), Cancelled);
        var call = await arrived.Task.WaitAsync(Rig.Patience, Cancelled);

        await session.DisposeAsync();
        await WireStub.QuietAsync(call);

        Assert.Equal(77, Assert.IsType<SendOutcome.Sent>(await sending).SourceId);
    }

    [Fact]
    public async Task Start_UnderATrace_DoesNotLiveInIt()
    {
        await using var rig = new Rig(sandbox.Url);
        using var calling = new Activity("start").Start();
        var seen = new TaskCompletionSource<Activity?>();
        rig.Listener.OnReport = _ =>
        {
            seen.TrySetResult(Activity.Current);
            return Task.CompletedTask;
        };

        rig.Start();

        Assert.Null(await seen.Task.WaitAsync(Rig.Patience, Cancelled));
    }

    [Fact]
    public async Task ApiUrl_Sandbox_MeansTheHostsOwn()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url, sandbox: new Here(new Uri(sandbox.Url + "/")));

        await rig.RunAsync(new TelegramConfig { Token = new Secret(rig.Token), ApiUrl = "sandbox" });

        Assert.Empty(stub.Calls);
        Assert.NotEmpty(await sandbox.JournalAsync(rig.Token, "getUpdates"));
    }

    private sealed record Here(Uri? Address) : ISandboxAddress;
}
