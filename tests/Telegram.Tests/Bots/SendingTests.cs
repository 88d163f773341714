using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;
using MultiBot.Telegram.Tests.Wire;

namespace MultiBot.Telegram.Tests.Bots;

/// <summary>Every way a send can end, and that it is tried exactly once.</summary>
public sealed class SendingTests(SandboxHost sandbox)
{
    private const long Ann = 7001;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_WhenAllIsWell_AnswersTheMessagesIdAndThePersonSeesPlainText()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);

        var sent = Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("*Hi* <b>you</b> 🙂", Ann), Cancelled));

        Assert.Equal(["*Hi* <b>you</b> 🙂"], await sandbox.SeenAsync(rig.Token, Ann));
        Assert.Equal(sent.SourceId, (await sandbox.JournalAsync(rig.Token, "sendMessage"))[0].GetProperty("messageId").GetInt64());
    }

    [Fact]
    public async Task Send_Always_TurnsLinkPreviewsOffAndNamesNoParseMode()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();

        await session.SendAsync(Rig.Message("https://example.org"), Cancelled);

        var body = Assert.Single(stub.CallsOf("sendMessage")).Body;
        Assert.True(body.GetProperty("link_preview_options").GetProperty("is_disabled").GetBoolean());
        Assert.False(body.TryGetProperty("parse_mode", out _));
    }

    [Fact]
    public async Task Send_WithEntities_ShowsThemToThePersonAndNothingElseAsMarkup()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        TextEntity[] entities = [new() { Kind = TextEntityKind.Bold, Offset = 0, Length = 4 }, new() { Kind = TextEntityKind.Code, Offset = 5, Length = 3 }];

        Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("🙂*H <b> 🙂", Ann) with { Entities = entities }, Cancelled));

        Assert.Equal(
            """[{"type":"bold","offset":0,"length":4},{"type":"code","offset":5,"length":3}]""",
            (await sandbox.EntriesAsync(rig.Token, Ann))[^1].GetProperty("entities").GetRawText());
        Assert.Equal(2, (await sandbox.JournalAsync(rig.Token, "sendMessage"))[0].GetProperty("entities").GetInt32());
    }

    [Fact]
    public async Task Send_WithoutEntities_NamesNone()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();

        await session.SendAsync(Rig.Message("plain"), Cancelled);

        Assert.False(Assert.Single(stub.CallsOf("sendMessage")).Body.TryGetProperty("entities", out _));
    }

    [Theory]
    [InlineData(403, "Forbidden: bot was blocked by the user", "telegram.blocked_by_user", true)]
    [InlineData(403, "Forbidden: user is deactivated", "telegram.user_deactivated", true)]
    [InlineData(403, "Forbidden: bot was kicked from the group chat", "telegram.removed_from_chat", true)]
    [InlineData(403, "Forbidden: bot can't initiate conversation with a user", "telegram.cannot_write_first", false)]
    [InlineData(403, "Forbidden: something new", "telegram.forbidden", false)]
    [InlineData(400, "Bad Request: chat not found", "telegram.chat_not_found", false)]
    [InlineData(400, "Bad Request: message is too long", "telegram.text_too_long", false)]
    [InlineData(400, "Bad Request: message text is empty", "telegram.text_empty", false)]
    [InlineData(400, "Bad Request: something new", "telegram.bad_request", false)]
    public async Task Send_WhenTelegramRefusesTheMessage_IsRejected(int status, string description, string code, bool blocked)
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind = $"{status}", description, token = rig.Token, method = "sendMessage" });

        var rejected = Assert.IsType<SendOutcome.Rejected>(await session.SendAsync(Rig.Message("Hi", Ann), Cancelled));

        Assert.Equal((code, blocked), (rejected.Code, rejected.Blocked));
        Assert.Single(await sandbox.JournalAsync(rig.Token, "sendMessage"));
    }

    [Fact]
    public async Task Send_WhenTheGroupHasMoved_TellsWhereTo()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind = "400", migrateToChatId = -1001234567890, token = rig.Token, method = "sendMessage" });

        var rejected = Assert.IsType<SendOutcome.Rejected>(await session.SendAsync(Rig.Message("Hi", Ann), Cancelled));

        Assert.Equal(("telegram.chat_migrated", -1001234567890), (rejected.Code, rejected.MigratedTo!.Value.Value));
    }

    [Fact]
    public async Task Send_WhenFlooded_SaysUntilWhenAndIsNotRepeated()
    {
        var clock = new TestClock();
        await using var rig = new Rig(sandbox.Url, clock);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind = "429", retryAfter = 11, token = rig.Token, method = "sendMessage", count = 1 });

        var limited = Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi", Ann), Cancelled));

        Assert.Equal(("telegram.flood", clock.GetUtcNow() + TimeSpan.FromSeconds(11)), (limited.Code, limited.NotBefore));
        Assert.Single(await sandbox.JournalAsync(rig.Token, "sendMessage"));
    }

    [Theory]
    [InlineData("500", "telegram.server_error")]
    [InlineData("502", "telegram.server_error")]
    [InlineData("drop", "telegram.connection_lost")]
    public async Task Send_WhenTheAnswerIsLost_IsUncertainAndNotRepeated(string kind, string code)
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind, when = "after", token = rig.Token, method = "sendMessage" });

        var outcome = Assert.IsType<SendOutcome.Uncertain>(await session.SendAsync(Rig.Message("Hi", Ann), Cancelled));

        Assert.Equal(code, outcome.Code);
        Assert.Equal(["Hi"], await sandbox.SeenAsync(rig.Token, Ann));
        Assert.Single(await sandbox.JournalAsync(rig.Token, "sendMessage"));
    }

    [Theory]
    [InlineData(200, "not json at all", "telegram.bad_answer")]
    [InlineData(200, """{"ok":true""", "telegram.bad_answer")]
    [InlineData(200, """{"ok":false}""", "telegram.bad_answer")]
    [InlineData(504, "<html>", "telegram.server_error")]
    [InlineData(408, "<html>", "telegram.gateway_refused")]
    public async Task Send_WhenTheAnswerIsGarbage_IsUncertain(int status, string body, string code)
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        stub.Answer = call => call.Method == "sendMessage" ? call.ReplyAsync(status, body) : WireStub.QuietAsync(call);

        Assert.Equal(code, Assert.IsType<SendOutcome.Uncertain>(await session.SendAsync(Rig.Message("Hi"), Cancelled)).Code);
    }

    [Theory]
    [InlineData(404, "telegram.gateway_refused")]
    [InlineData(302, "telegram.gateway_refused")]
    [InlineData(407, "telegram.proxy_failed")]
    public async Task Send_WhenAGatewayRefuses_IsNotSent(int status, string code)
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        stub.Answer = call => call.Method == "sendMessage" ? call.ReplyAsync(status, "<html>", "text/html") : WireStub.QuietAsync(call);

        Assert.Equal(code, Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi"), Cancelled)).Code);
        Assert.Single(stub.CallsOf("sendMessage"));
    }

    [Fact]
    public async Task Send_WhenTheTokenIsRevoked_LosesTheSession()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind = "401", token = rig.Token, method = "sendMessage" });

        Assert.Equal("telegram.token_rejected", Assert.IsType<SendOutcome.SessionLost>(await session.SendAsync(Rig.Message("Hi", Ann), Cancelled)).Code);
    }

    [Fact]
    public async Task Send_WhenNobodyListens_IsNotSent()
    {
        var clock = new TestClock();
        var stub = new WireStub();
        await using var rig = new Rig(stub.Url, clock);
        var session = await rig.RunAsync();
        await stub.DisposeAsync();

        var limited = Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi"), Cancelled));

        Assert.Equal(("telegram.unreachable", clock.GetUtcNow() + TimeSpan.FromSeconds(2)), (limited.Code, limited.NotBefore));
    }

    [Fact]
    public async Task Send_WhenTheNameIsUnknown_IsNotSent()
    {
        await using var rig = new Rig("http://no-such-host.invalid");
        var session = rig.Start();

        Assert.Equal("telegram.dns_failed", Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi"), Cancelled)).Code);
    }

    [Fact]
    public async Task Send_WhenTlsFails_IsNotSent()
    {
        await using var stub = new WireStub { Greeting = "220 This is no TLS server\r\n" };
        await using var rig = new Rig(stub.Url.Replace("http:", "https:"));
        var session = rig.Start();

        var outcome = await session.SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.Equal("telegram.tls_failed", Assert.IsType<SendOutcome.RateLimited>(outcome).Code);
    }

    [Fact]
    public async Task Send_WhenTheServerHangs_IsUncertainAfterItsTime()
    {
        await using var stub = new WireStub();
        var clock = new TestClock();
        await using var rig = new Rig(stub.Url, clock);
        var session = await rig.RunAsync();
        var (arrived, sending) = await HangAsync(stub, session, Cancelled);

        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("telegram.timed_out", Assert.IsType<SendOutcome.Uncertain>(await sending).Code);
        await arrived.Gone.WaitAsync(Rig.Patience, Cancelled);
    }

    [Fact]
    public async Task Send_WhenTheConnectionWasClosedWhileIdle_GoesOutOnANewOne()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        await session.SendAsync(Rig.Message("first"), Cancelled);
        await stub.CallsOf("sendMessage")[0].DropAsync();

        // The close may or may not have been noticed when the next send picks its connection: sent, or honestly uncertain.
        var outcome = await session.SendAsync(Rig.Message("second"), Cancelled);

        var arrived = stub.CallsOf("sendMessage").Length - 1;
        Assert.True(arrived == (outcome is SendOutcome.Sent ? 1 : 0), $"{outcome}, {arrived} arrived");
    }

    [Fact]
    public async Task Send_WhenTheLeaseIsLost_CutsTheSocketsAtOnceAndRefusesFurtherSends()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        var (arrived, sending) = await HangAsync(stub, session, Cancelled);

        await rig.Lease.CancelAsync();

        Assert.Equal("telegram.lease_lost", Assert.IsType<SendOutcome.Uncertain>(await sending).Code);
        await Task.WhenAll(arrived.Gone, stub.CallsOf("getUpdates")[^1].Gone).WaitAsync(Rig.Patience, Cancelled);
        Assert.Equal("telegram.lease_lost", Assert.IsType<SendOutcome.SessionLost>(await session.SendAsync(Rig.Message("Hi"), Cancelled)).Code);
        Assert.Single(stub.CallsOf("sendMessage"));
    }

    [Fact]
    public async Task Call_WhileTheGateIsClosed_IsNotMade()
    {
        var clock = new TestClock();
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url, clock);
        rig.Gate.IsOpen = false;
        var session = rig.Start();

        var closed = Assert.IsType<SendOutcome.RateLimited>(await session.SendAsync(Rig.Message("Hi"), Cancelled));
        Assert.Equal(("telegram.lease_unsure", clock.GetUtcNow().AddSeconds(1)), (closed.Code, closed.NotBefore));
        await session.ShowTypingAsync(new ChatId(5), Cancelled);
        await clock.WaitingForAsync(TimeSpan.FromMilliseconds(100));
        Assert.Empty(stub.Calls);
        rig.Gate.IsOpen = true;
        clock.Advance(TimeSpan.FromMilliseconds(100));

        await rig.Listener.ReportAsync(SessionState.Running);
        Assert.IsType<SendOutcome.Sent>(await session.SendAsync(Rig.Message("Hi"), Cancelled));
    }

    [Fact]
    public async Task Send_WhenItsCallerGivesUp_IsUncertain()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);
        var session = await rig.RunAsync();
        using var caller = new CancellationTokenSource();
        var (_, sending) = await HangAsync(stub, session, caller.Token);

        await caller.CancelAsync();

        Assert.Equal("telegram.session_closed", Assert.IsType<SendOutcome.Uncertain>(await sending).Code);
        Assert.IsType<SendOutcome.SessionLost>(await session.SendAsync(Rig.Message("Hi"), caller.Token));
    }

    [Fact]
    public async Task Send_WhenTheSessionIsNotStarted_IsRefusedWithoutACall()
    {
        await using var stub = new WireStub();
        await using var rig = new Rig(stub.Url);

        var outcome = await rig.Create().SendAsync(Rig.Message("Hi"), Cancelled);

        Assert.Equal("telegram.not_started", Assert.IsType<SendOutcome.SessionLost>(outcome).Code);
        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task ShowTyping_WhenItFails_IsSilent()
    {
        await using var rig = new Rig(sandbox.Url);
        var session = await GreetedAsync(rig);
        await sandbox.BreakAsync(new { kind = "500", token = rig.Token, method = "sendChatAction", count = 1 });

        await session.ShowTypingAsync(new(Ann), Cancelled);
        await session.ShowTypingAsync(new(Ann), Cancelled);
        await session.MarkReadAsync(new(Ann), 1, Cancelled);

        var calls = await sandbox.JournalAsync(rig.Token, "sendChatAction", atLeast: 2);
        Assert.Equal([500, 200], calls.Select(call => call.GetProperty("status").GetInt32()));
        Assert.Equal("typing", calls[1].GetProperty("action").GetString());
    }

    /// <summary>A running session to which a person has written, so that it may answer.</summary>
    private async Task<ITelegramSession> GreetedAsync(Rig rig)
    {
        await sandbox.WriteAsync(new { token = rig.Token, chatId = Ann, text = "Hello" });
        var session = await rig.RunAsync();
        await rig.Listener.BatchAsync();
        return session;
    }

    /// <summary>A send that has arrived and gets no answer.</summary>
    private static async Task<(StubCall Arrived, Task<SendOutcome> Sending)> HangAsync(WireStub stub, ITelegramSession session, CancellationToken caller)
    {
        var arrived = new TaskCompletionSource<StubCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer = call =>
        {
            if (call.Method != "sendMessage")
                return WireStub.QuietAsync(call);
            arrived.TrySetResult(call);
            return call.Gone;
        };
        var sending = session.SendAsync(Rig.Message("Hi"), caller);
        return (await arrived.Task.WaitAsync(Rig.Patience, Cancelled), sending);
    }
}
