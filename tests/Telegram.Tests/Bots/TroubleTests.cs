using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Bots;

/// <summary>What the session reports when polls fail, and that it heals by itself where it can.</summary>
public sealed class TroubleTests(SandboxHost sandbox)
{
    [Fact]
    public async Task Poll_WhenAnotherPolls_ReportsConflictStepsBackAndReturns()
    {
        await using var stub = new WireStub();
        var clock = new TestClock();
        await using var rig = new Rig(stub.Url, clock);
        var conflicts = 0;
        stub.Answer = call => call.Method != "getUpdates" || conflicts >= 3 ? WireStub.QuietAsync(call)
            : call.ErrorAsync(409, $"Conflict: terminated by other getUpdates request; number {++conflicts}");

        rig.Start();
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            var report = await rig.Listener.ReportAsync(SessionState.Conflict);
            Assert.Equal("telegram.other_poller", report.Code);
            pauses.Add(report.RetryAt!.Value - clock.GetUtcNow());
            await clock.PassUntilAsync(report.RetryAt.Value);
        }

        await clock.WaitingForAsync(TimeSpan.FromSeconds(65));
        var waits = stub.CallsOf("getUpdates").Select(poll => poll.Wait);
        Assert.Equal([0, 50, 50], waits.Take(3));
        Assert.True(pauses[0] >= TimeSpan.FromSeconds(1.5) && pauses[0] <= TimeSpan.FromSeconds(3), $"{pauses[0]}");
        Assert.True(pauses[2] >= TimeSpan.FromSeconds(6) && pauses[2] <= TimeSpan.FromSeconds(12), $"{pauses[2]}");
    }

    [Fact]
    public async Task Poll_WhenAConflictPasses_ReportsRunningAgain()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        await sandbox.BreakAsync(new { kind = "409", token = rig.Token, count = 1 });

        rig.Start();
        await clock.PassUntilAsync((await rig.Listener.ReportAsync(SessionState.Conflict)).RetryAt!.Value);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Still there?" });

        await rig.Listener.ReportAsync(SessionState.Running);
        Assert.Equal("Still there?", (await rig.Listener.UpdateAsync<MessageArrived>()).Text);
    }

    [Fact]
    public async Task Start_WhenAWebhookIsSet_ReportsItAndLeavesItAlone()
    {
        await using var rig = new Rig(sandbox.Url);
        await SetWebhookAsync(rig.Token);

        rig.Start();
        var report = await rig.Listener.ReportAsync(SessionState.Conflict);

        Assert.Equal("telegram.webhook_set", report.Code);
        Assert.Empty(await sandbox.JournalAsync(rig.Token, "deleteWebhook", atLeast: 0));
    }

    [Fact]
    public async Task Start_WhenAWebhookIsSetAndConsentGiven_RemovesItOnceAndKeepsWhatWaits()
    {
        await using var rig = new Rig(sandbox.Url);
        await SetWebhookAsync(rig.Token);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Before" });

        rig.Start(removeWebhook: true);

        Assert.Equal("Before", (await rig.Listener.UpdateAsync<MessageArrived>()).Text);
        Assert.Single(await sandbox.JournalAsync(rig.Token, "deleteWebhook"));
    }

    [Fact]
    public async Task Poll_WhenTheTokenIsRevoked_FailsAndMakesNoFurtherCall()
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.PostAsync("bots", new { token = rig.Token, revoked = true });

        var session = rig.Start();
        var report = await rig.Listener.ReportAsync(SessionState.Failed);
        var refused = await session.SendAsync(Rig.Message("Hello", 7001), TestContext.Current.CancellationToken);
        await session.DisposeAsync();

        Assert.Equal("telegram.token_rejected", report.Code);
        Assert.Null(report.RetryAt);
        Assert.IsType<SendOutcome.SessionLost>(refused);
        Assert.Single(rig.Listener.AllReports, each => each.State is SessionState.Failed);
    }

    [Fact]
    public async Task Poll_WhenFlooded_WaitsAsLongAsTold()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        await sandbox.BreakAsync(new { kind = "429", token = rig.Token, method = "getUpdates", retryAfter = 37, count = 1 });

        rig.Start();
        var report = await rig.Listener.ReportAsync(SessionState.FloodWaited);
        await clock.PassUntilAsync(report.RetryAt!.Value);
        await rig.Listener.ReportAsync(SessionState.Running);

        Assert.Equal("telegram.flood", report.Code);
        Assert.Equal(new TestClock().GetUtcNow() + TimeSpan.FromSeconds(37), report.RetryAt);
    }

    [Theory]
    [InlineData("500", "telegram.server_error")]
    [InlineData("drop", "telegram.connection_lost")]
    [InlineData("400", "telegram.bad_request")]
    public async Task Poll_WhenTheServerStumbles_IsDegradedAndComesBack(string fault, string code)
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        await sandbox.BreakAsync(new { kind = fault, token = rig.Token, method = "getUpdates", count = 1 });

        rig.Start();
        var report = await rig.Listener.ReportAsync(SessionState.Degraded);
        await clock.PassUntilAsync(report.RetryAt!.Value);
        await rig.Listener.ReportAsync(SessionState.Running);

        Assert.Equal(code, report.Code);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Sign in to this network</html>", "telegram.bad_answer")]
    [InlineData(200, "application/json", """{"ok":true,"result":{"not":"a list"}}""", "telegram.bad_answer")]
    [InlineData(200, "application/json", """{"ok":true,"result":[{"no":"id"}]}""", "telegram.update_without_id")]
    [InlineData(302, "text/html", "", "telegram.gateway_refused")]
    [InlineData(502, "text/html", "<html>nginx</html>", "telegram.server_error")]
    public async Task Poll_WhenSomethingElseAnswers_IsDegraded(int status, string type, string body, string code)
    {
        await using var stub = new WireStub();
        var clock = new TestClock();
        await using var rig = new Rig(stub.Url, clock);
        stub.Answer = call => call.Method == "getUpdates" ? call.ReplyAsync(status, body, type, "Location: http://127.0.0.1:1/\r\n") : WireStub.QuietAsync(call);

        rig.Start();

        Assert.Equal(code, (await rig.Listener.ReportAsync(SessionState.Degraded)).Code);
    }

    [Fact]
    public async Task Poll_WhenNobodyListens_IsDegradedWithGrowingPauses()
    {
        var clock = new TestClock();
        await using var rig = new Rig($"http://127.0.0.1:{WireStub.ClosedPort()}", clock);

        rig.Start();
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 9; i++)
        {
            var report = await rig.Listener.ReportAsync(SessionState.Degraded);
            Assert.Equal("telegram.unreachable", report.Code);
            pauses.Add(report.RetryAt!.Value - clock.GetUtcNow());
            await clock.PassUntilAsync(report.RetryAt.Value);
        }

        Assert.True(pauses[0] <= TimeSpan.FromSeconds(1), $"{pauses[0]}");
        Assert.InRange(pauses[^1], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Poll_WhenTheServerHangs_IsGivenUpAfterItsTime()
    {
        await using var stub = new WireStub();
        var clock = new TestClock();
        await using var rig = new Rig(stub.Url, clock);
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer = call =>
        {
            if (call.Wait > 0)
                hanging.TrySetResult();
            return WireStub.QuietAsync(call);
        };
        await rig.RunAsync();

        await hanging.Task.WaitAsync(Rig.Patience, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(65));

        Assert.Equal("telegram.timed_out", (await rig.Listener.ReportAsync(SessionState.Degraded)).Code);
    }

    [Fact]
    public async Task Report_WhenTheListenerThrows_ChangesNothing()
    {
        await using var rig = new Rig(sandbox.Url);
        rig.Listener.OnReport = _ => throw new InvalidOperationException("busy");

        await rig.RunAsync();
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Hello" });

        Assert.Equal("Hello", (await rig.Listener.UpdateAsync<MessageArrived>()).Text);
    }

    private async Task SetWebhookAsync(string token)
    {
        using var http = new HttpClient();
        using var body = new FormUrlEncodedContent([new("url", "https://example.org/hook")]);
        (await http.PostAsync($"{sandbox.Url}/bot{token}/setWebhook", body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }
}
