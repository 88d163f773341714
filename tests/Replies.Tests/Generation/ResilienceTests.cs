using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

/// <summary>Time-outs, attempts, breaker, slots and the fall-back model, on a clock that the test moves.</summary>
public sealed class ResilienceTests
{
    private static readonly ReplyOutcome.Failed TimedOut = new("llm.timeout", true);
    private static readonly ReplyOutcome.Failed Unavailable = new("llm.unavailable", true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 15)]
    public async Task HangingModel_WhenItsTimeIsUp_IsCutOff(bool streaming, int seconds)
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Hangs());
        await using var host = new RepliesHost(time, ("Streaming", streaming.ToString()));
        var reply = host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation);
        await stub.Arrivals.ReadAsync(Cancellation);
        for (var i = 0; streaming && i < 2; i++) await time.BegunAsync(TimeSpan.FromSeconds(seconds), Cancellation); // at the start, and at the first word

        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(reply.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimedOut, await reply);
        await stub.HangUps.ReadAsync(Cancellation);
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Reply_WhenTheWholeTimeIsUp_IsCutOffWhateverIsLeftToTry()
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Hangs());
        await using var host = new RepliesHost(time, ("AttemptTimeout", "00:01:00"), ("Timeout", "00:00:40"));
        var reply = host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation);
        await stub.Arrivals.ReadAsync(Cancellation);

        time.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(TimedOut, await reply);
        Assert.Single(stub.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_WhenItComesInTheMiddle_ReturnsAtOnceAndHangsUp(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Hangs());
        await using var host = new RepliesHost(new TimerWatch(), ("Streaming", streaming.ToString()));
        using var stale = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reply = host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: stale.Token);
        await stub.Arrivals.ReadAsync(Cancellation);

        await stale.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        await stub.HangUps.ReadAsync(Cancellation);
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task RateLimit_WhenTheWaitIsShort_IsWaitedOut()
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Status(429, "{}", ("Retry-After", "7")));
        await using var host = new RepliesHost(time);

        var reply = host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation);
        await time.BegunAsync(TimeSpan.FromSeconds(7), Cancellation);
        Assert.Single(stub.Calls);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.IsType<ReplyOutcome.Written>(await reply);
        Assert.Equal(2, stub.Calls.Count);
    }

    [Theory]
    [InlineData("Retry-After", "90")]
    [InlineData("Retry-After", "Sun, 22 Nov 2026 12:06:30 GMT")]
    [InlineData("retry-after-ms", "90000")]
    public async Task RateLimit_WhenTheWaitIsLong_IsTheCallersToWaitOut(string header, string value)
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(429, "{}", (header, value)));
        await using var host = new RepliesHost(new TimerWatch());

        var outcome = await host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation);

        Assert.Equal(new ReplyOutcome.Failed("llm.rate_limited", true, TimeSpan.FromSeconds(90)), outcome);
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Hiccup_WhenTheThirdAttemptWorks_IsNotNoticed()
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Status(502), new StubAnswer.Drops());
        await using var host = new RepliesHost();

        Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation));
        Assert.Equal(3, stub.Calls.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Trouble_WhenItLasts_IsTriedAsOftenAsConfigured(int attempts)
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(500));
        await using var host = new RepliesHost(null, ("Attempts", $"{attempts}"));

        Assert.Equal(Unavailable, await host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation));
        Assert.Equal(attempts, stub.Calls.Count);
    }

    [Fact]
    public async Task Breaker_WhenTroubleLasts_OpensAndClosesAfterOneGoodAttempt()
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(500));
        await using var host = new RepliesHost(time, ("Attempts", "1"), ("BreakerMinimumAttempts", "2"));
        var bot = Some.Bot(endpoint: stub.OpenAi);
        var other = Some.Bot("vera", stub.OpenAi);

        Assert.Equal(Unavailable, await host.AskAsync(bot, cancellation: Cancellation));
        Assert.Equal(Unavailable, await host.AskAsync(bot, cancellation: Cancellation));
        Assert.Equal(new ReplyOutcome.Failed("llm.breaker_open", true, TimeSpan.FromSeconds(15)), await host.AskAsync(bot, cancellation: Cancellation));
        Assert.Equal(2, stub.Calls.Count);
        Assert.Equal(Unavailable, await host.AskAsync(other, cancellation: Cancellation));

        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(Unavailable, await host.AskAsync(bot, cancellation: Cancellation));
        Assert.Equal("llm.breaker_open", Assert.IsType<ReplyOutcome.Failed>(await host.AskAsync(bot, cancellation: Cancellation)).Code);

        stub.Answer = _ => new StubAnswer.Says("Back again.");
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(bot, cancellation: Cancellation));
        Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(bot, cancellation: Cancellation));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(429)]
    public async Task Fallback_WhenTheMainModelFails_Answers(int status)
    {
        await using var stub = await LlmStub.StartAsync(call => call.Model == "second" ? new StubAnswer.Says("Second here.") : new StubAnswer.Status(status));
        await using var host = new RepliesHost(null, ("Attempts", "1"));

        var outcome = await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation);

        Assert.Equal(new ReplyOutcome.Written("Second here.", new ReplyUsage("second", StubWire.InputTokens, StubWire.OutputTokens)), Assert.IsType<ReplyOutcome.Written>(outcome) with { Prompt = null });
        Assert.Equal(["gpt-4.1-mini", "second"], stub.Calls.Select(call => call.Model));
    }

    [Fact]
    public async Task Fallback_WhenTheMainModelHangs_GetsTheRestOfTheTime()
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(call => call.Model == "second" ? new StubAnswer.Says("Second here.") : new StubAnswer.Hangs());
        await using var host = new RepliesHost(time);
        var reply = host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation);
        await stub.Arrivals.ReadAsync(Cancellation);

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("Second here.", Assert.IsType<ReplyOutcome.Written>(await reply).Text);
    }

    [Fact]
    public async Task Fallback_WhenTheMainModelsBreakerIsOpen_GoesOnAnswering()
    {
        await using var stub = await LlmStub.StartAsync(call => call.Model == "second" ? new StubAnswer.Says("Second here.") : new StubAnswer.Status(500));
        await using var host = new RepliesHost(new TimerWatch(), ("Attempts", "1"), ("BreakerMinimumAttempts", "2"));

        for (var i = 0; i < 5; i++)
            Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation));

        Assert.Equal(2, stub.Calls.Count(call => call.Model != "second"));
    }

    [Fact]
    public async Task Fallback_WhenTheKeyIsRejected_IsNotAsked()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(401));
        await using var host = new RepliesHost();

        Assert.Equal(new ReplyOutcome.Failed("llm.key_rejected", false), await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Fallback_WhenItFailsForGood_LeavesTheMainModelsPassingTroubleToBeTold()
    {
        await using var stub = await LlmStub.StartAsync(call => new StubAnswer.Status(call.Model == "second" ? 404 : 500));
        await using var host = new RepliesHost(null, ("Attempts", "1"));

        Assert.Equal(Unavailable, await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), cancellation: Cancellation));
    }

    [Fact]
    public async Task Slots_WhenAllAreTakenAndTheQueueIsFull_AreBusy()
    {
        var gate = new TaskCompletionSource();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.SaysAfter(gate.Task, "At last."));
        await using var host = new RepliesHost(new TimerWatch(), ("ConcurrencyPerBot", "1"), ("QueuePerBot", "1"));
        var bot = Some.Bot(endpoint: stub.OpenAi);
        var running = host.AskAsync(bot, cancellation: Cancellation);
        var queued = host.AskAsync(bot, cancellation: Cancellation);

        Assert.Equal(new ReplyOutcome.Failed("llm.busy", true), await host.AskAsync(bot, cancellation: Cancellation));

        gate.SetResult();
        Assert.IsType<ReplyOutcome.Written>(await running);
        Assert.IsType<ReplyOutcome.Written>(await queued);
    }

    [Fact]
    public async Task Slots_WhenNoneComesFreeInTime_AreBusyNotTimedOut()
    {
        var time = new TimerWatch();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Hangs());
        await using var host = new RepliesHost(time, ("ConcurrencyPerBot", "1"), ("AttemptTimeout", "00:02:00"));
        var bot = Some.Bot(endpoint: stub.OpenAi);
        var running = host.AskAsync(bot, cancellation: Cancellation);
        var queued = host.AskAsync(bot, cancellation: Cancellation);
        await stub.Arrivals.ReadAsync(Cancellation);

        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([TimedOut, new ReplyOutcome.Failed("llm.busy", true)], await Task.WhenAll(running, queued));
        Assert.Single(stub.Calls);
    }
}
