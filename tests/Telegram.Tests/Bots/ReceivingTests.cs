using System.Threading.Channels;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Secrets;
using MultiBot.Domain.Sessions;
using MultiBot.Domain.Storage;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Bots;

public sealed class ReceivingTests(SandboxHost sandbox)
{
    [Fact]
    public async Task Start_WhenThePersonHasWritten_DeliversOnceAndConfirmsOnlyAfterwards()
    {
        await using var rig = new Rig(sandbox.Url);
        var stored = new TaskCompletionSource<bool>();
        rig.Listener.OnReceive = _ => stored.Task;
        var id = await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Hello" });

        rig.Start();
        var batch = await rig.Listener.BatchAsync();
        var polls = await sandbox.JournalAsync(rig.Token, "getUpdates");
        stored.SetResult(true);
        await rig.Listener.ReportAsync(SessionState.Running);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Again" });
        var second = await rig.Listener.BatchAsync();

        Assert.Equal(id, Assert.IsType<MessageArrived>(Assert.Single(batch.Updates)).SourceId);
        Assert.Equal(0, Assert.Single(polls).GetProperty("confirmed").GetInt32());
        Assert.Equal("Again", Assert.IsType<MessageArrived>(Assert.Single(second.Updates)).Text);
        var offsets = (await sandbox.JournalAsync(rig.Token, "getUpdates", atLeast: 2)).Take(2).Select(poll => poll.GetProperty("offset").GetInt64());
        Assert.Equal([0, batch.Cursor], offsets);
    }

    [Fact]
    public async Task Start_WhenTheFirstPollSucceeds_ReportsRunningWithTheName()
    {
        await using var rig = new Rig(sandbox.Url);

        rig.Start();
        var report = await rig.Listener.ReportAsync(SessionState.Running);

        Assert.NotNull(report.Username);
        Assert.Null(report.Code);
        Assert.Equal([SessionState.Running], rig.Listener.AllReports.Select(each => each.State));
    }

    [Fact]
    public async Task Start_WhenTheTokenWasSeenBefore_DoesNotAskForTheNameAgain()
    {
        await using var rig = new Rig(sandbox.Url);
        await (await rig.RunAsync()).DisposeAsync();

        await rig.RunAsync();

        Assert.Single(await sandbox.JournalAsync(rig.Token, "getMe"));
    }

    [Theory]
    [InlineData(GroupPolicy.None, "known_bot", 0)]
    [InlineData(GroupPolicy.Mention, "stub_bot", 1)]
    public async Task Start_WhenTheNameIsStored_AsksForItOnlyWhereItDecidesWhoIsMeant(GroupPolicy groups, string expected, int asked)
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);

        rig.Create(new() { Token = new Secret(rig.Token), Groups = groups }, username: "known_bot").Start(null, rig.Gate);
        var report = await rig.Listener.ReportAsync(SessionState.Running);

        Assert.Equal(expected, report.Username);
        Assert.Equal(asked, stub.CallsOf("getMe").Length);
    }

    [Fact]
    public async Task Polls_OfBotsThatStartedTogether_ComeApart()
    {
        var waits = Channel.CreateUnbounded<(string Token, int Wait)>();
        await using var stub = new WireStub
        {
            Answer = call =>
            {
                if (call.Method == "getUpdates")
                    waits.Writer.TryWrite((call.Target.Split("/bot", 2)[1].Split('/')[0], call.Wait));
                return call.Method == "getUpdates" ? call.OkAsync(Array.Empty<object>()) : WireStub.QuietAsync(call);
            },
        };
        await using var rig = new Rig(stub.Url);
        var tokens = Enumerable.Range(0, 20).Select(_ => Rig.NewToken()).ToArray();

        foreach (var token in tokens)
            rig.Create(new() { Token = new Secret(token) }).Start(null, rig.Gate);
        var seen = tokens.ToDictionary(token => token, _ => new List<int>());
        while (seen.Values.Any(polls => polls.Count < 4))
        {
            var (token, wait) = await waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
            seen[token].Add(wait);
        }

        // At once, then a part, and from then on as long as Telegram allows.
        Assert.All(seen.Values, polls => Assert.Equal([0, 50, 50], [polls[0], polls[2], polls[3]]));
        Assert.All(seen.Values, polls => Assert.InRange(polls[1], 25, 50));
        Assert.InRange(seen.Values.Select(polls => polls[1]).Distinct().Count(), 5, 20);
    }

    [Fact]
    public async Task Receive_WhenTheBatchIsNotStored_DeliversTheSameBatchAgainAfterAPause()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        var tries = 0;
        rig.Listener.OnReceive = _ => ++tries < 3 ? throw new StoreUnavailableException("away") : Task.FromResult(true);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Hello" });

        rig.Start();
        var first = await rig.Listener.BatchAsync();
        await clock.PassUntilAsync((await rig.Listener.ReportAsync(SessionState.Degraded)).RetryAt!.Value);
        var second = await rig.Listener.BatchAsync();
        var trouble = await rig.Listener.ReportAsync(SessionState.Degraded);
        var polls = await sandbox.JournalAsync(rig.Token, "getUpdates");
        await clock.PassUntilAsync(trouble.RetryAt!.Value);
        var third = await rig.Listener.BatchAsync();
        await rig.Listener.ReportAsync(SessionState.Running);

        Assert.Equal("telegram.delivery_failed", trouble.Code);
        Assert.All([second, third], batch => Assert.Same(first, batch));
        Assert.Equal(0, Assert.Single(polls).GetProperty("confirmed").GetInt32());
    }

    [Fact]
    public async Task Receive_WhenTheListenerSaysNo_EndsTheLoopWithoutConfirming()
    {
        await using var rig = new Rig(sandbox.Url);
        rig.Listener.OnReceive = _ => Task.FromResult(false);
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "Hello" });

        var session = rig.Start();
        await rig.Listener.BatchAsync();
        await session.DisposeAsync();
        var refused = await session.SendAsync(Rig.Message("late", 7001), TestContext.Current.CancellationToken);

        Assert.Equal("telegram.session_closed", Assert.IsType<SendOutcome.SessionLost>(refused).Code);
        Assert.Equal(0, Assert.Single(await sandbox.JournalAsync(rig.Token, "getUpdates")).GetProperty("confirmed").GetInt32());
    }

    [Theory]
    [InlineData(5.99, true)]
    [InlineData(6.0, false)]
    public async Task Poll_WhenTheCursorIsOld_GoesWithoutAnOffset(double days, bool expected)
    {
        await using var stub = new WireStub();
        var clock = new TestClock();
        await using var rig = new Rig(stub.Url, clock);

        await rig.RunAsync(cursor: new SessionCursor(4_711, clock.GetUtcNow() - TimeSpan.FromDays(days)));

        Assert.Equal(expected ? 4_711L : null, stub.CallsOf("getUpdates")[0].Offset);
    }

    [Fact]
    public async Task Poll_WhenIdsWereDrawnAnew_FollowsTheLowerOnes()
    {
        await using var rig = new Rig(sandbox.Url);
        await sandbox.PostAsync("bots", new { token = rig.Token, nextUpdateId = 50 });
        await sandbox.WriteAsync(new { token = rig.Token, chatId = 7001, text = "After a week" });

        rig.Start(cursor: new SessionCursor(900_000, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(7)));

        Assert.Equal(51, (await rig.Listener.BatchAsync()).Cursor);
    }

    [Fact]
    public async Task Poll_Always_AsksForItsKindsOfUpdatesAndAFullBatch()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);

        await rig.RunAsync();

        var body = stub.CallsOf("getUpdates")[0].Body;
        Assert.Equal(["message", "edited_message", "my_chat_member"], body.GetProperty("allowed_updates").EnumerateArray().Select(kind => kind.GetString()));
        Assert.Equal(100, body.GetProperty("limit").GetInt32());
    }

    [Fact]
    public async Task Receive_WhenMoreThanABatchWaits_DeliversAllInOrder()
    {
        await using var rig = new Rig(sandbox.Url);
        var texts = Enumerable.Range(0, 230).Select(n => $"message {n}").ToArray();
        await sandbox.PostAsync("messages", texts.Select(text => new { token = rig.Token, chatId = 7001, text }).ToArray());

        rig.Start();

        Assert.Equal(texts, (await rig.Listener.UpdatesAsync(230)).Cast<MessageArrived>().Select(message => message.Text));
    }
}
