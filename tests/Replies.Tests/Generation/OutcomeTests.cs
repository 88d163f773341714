using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

/// <summary>What an endpoint does becomes a code, never an exception.</summary>
public sealed class OutcomeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "llm.bad_request", false)]
    [InlineData(401, "llm.key_rejected", false)]
    [InlineData(403, "llm.key_rejected", false)]
    [InlineData(404, "llm.bad_request", false)]
    [InlineData(408, "llm.timeout", true)]
    [InlineData(413, "llm.bad_request", false)]
    [InlineData(429, "llm.rate_limited", true)]
    [InlineData(500, "llm.unavailable", true)]
    [InlineData(503, "llm.unavailable", true)]
    public async Task Status_WhenTheEndpointRefuses_HasItsCode(int status, string code, bool transient)
    {
        Assert.Equal(new ReplyOutcome.Failed(code, transient), await OutcomeOfAsync(new StubAnswer.Status(status), streaming: false));
        Assert.Equal(new ReplyOutcome.Failed(code, transient), await OutcomeOfAsync(new StubAnswer.Status(status, "<html>not JSON</html>"), streaming: true));
    }

    [Fact]
    public async Task Quota_WhenItIsUsedUp_AsksForPatience()
    {
        var refusal = new StubAnswer.Status(429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""");

        Assert.Equal(new ReplyOutcome.Failed("llm.rate_limited", true, TimeSpan.FromMinutes(10)), await OutcomeOfAsync(refusal, streaming: false));
        Assert.Equal(new ReplyOutcome.Failed("llm.rate_limited", true, TimeSpan.FromMinutes(10)), await OutcomeOfAsync(new StubAnswer.Status(402), streaming: false));
    }

    [Theory]
    [InlineData("""{"choices":""")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("""{"id":"x","choices":[]}""")]
    [InlineData("[]")]
    [InlineData("<html>Sign in to the hotel's network</html>")]
    [InlineData("")]
    public async Task Garbage_WhenTheEndpointAnswersIt_IsFailedOrEmpty(string body)
    {
        var whole = Assert.IsType<ReplyOutcome.Failed>(await OutcomeOfAsync(new StubAnswer.Raw(body), streaming: false));
        var streamed = Assert.IsType<ReplyOutcome.Failed>(await OutcomeOfAsync(new StubAnswer.Raw($"data: {body}\n\n", "text/event-stream"), streaming: true));

        Assert.All([whole, streamed], failed => Assert.True(Expected(failed), failed.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_WhenNothingOfItCanBeSaid_IsEmpty(bool streaming)
    {
        foreach (var text in new[] { "", "  \n ", "<think>What could I say", "Anna:" })
            Assert.Equal(new ReplyOutcome.Failed("llm.empty", false), await OutcomeOfAsync(new StubAnswer.Says(text), streaming));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_WhenItStopsTheReply_IsContentFiltered(bool streaming)
    {
        var failed = new ReplyOutcome.Failed("llm.content_filtered", false);

        Assert.Equal(failed, await OutcomeOfAsync(new StubAnswer.Says("Half a sen", "content_filter"), streaming));
        Assert.Equal(failed, await OutcomeOfAsync(new StubAnswer.Status(400, """{"error":{"code":"content_filter","message":"…"}}"""), streaming));
        Assert.Equal(failed, await OutcomeOfAsync(new StubAnswer.Refuses("I can't help with that."), streaming: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_WhenItIsCut_IsUnavailable(bool streaming) =>
        Assert.Equal(new ReplyOutcome.Failed("llm.unavailable", true), await OutcomeOfAsync(new StubAnswer.Drops(), streaming));

    [Fact]
    public async Task Endpoint_WhenNobodyListens_IsUnavailable()
    {
        await using var stub = await LlmStub.StartAsync();
        var address = stub.OpenAi;
        await stub.DisposeAsync();
        await using var host = new RepliesHost();

        Assert.Equal(new ReplyOutcome.Failed("llm.unavailable", true), await host.AskAsync(Some.Bot(endpoint: address), cancellation: Cancellation));
    }

    [Fact]
    public async Task Response_WhenItIsFarTooLong_IsFailedInsteadOfRead()
    {
        var endless = new StubAnswer.Says(new string('a', 200_000));

        Assert.Equal(new ReplyOutcome.Failed("llm.failed", false), await OutcomeOfAsync(endless, streaming: false, ("MaxResponseBytes", "50000")));
    }

    [Theory]
    [InlineData(LlmProvider.Azure)]
    [InlineData(LlmProvider.Compatible)]
    public async Task Settings_WhenTheProviderLacksItsEndpoint_AreABadRequest(LlmProvider provider)
    {
        await using var host = new RepliesHost();

        Assert.Equal(new ReplyOutcome.Failed("llm.bad_request", false), await host.AskAsync(Some.Bot(provider: provider), cancellation: Cancellation));
    }

    [Fact]
    public async Task OfflineReply_WhenNoModelIsInReach_StandsIn()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(500));
        await using var host = new RepliesHost();
        var bot = Some.Bot(endpoint: stub.OpenAi) with { Persona = new PersonaConfig { OfflineReply = " Back soon! " } };

        Assert.Equal(new ReplyOutcome.Written("Back soon!", ReplyUsage.None) { Fault = "llm.unavailable" }, await host.AskAsync(bot, cancellation: Cancellation));
        stub.Answer = _ => new StubAnswer.Status(429);
        Assert.Equal(new ReplyOutcome.Failed("llm.rate_limited", true), await host.AskAsync(bot, cancellation: Cancellation));
    }

    private static bool Expected(ReplyOutcome.Failed failed) => failed is { Code: "llm.failed" or "llm.empty", Transient: false };

    private static async Task<ReplyOutcome> OutcomeOfAsync(StubAnswer answer, bool streaming, params (string, string)[] settings)
    {
        await using var stub = await LlmStub.StartAsync(_ => answer);
        await using var host = new RepliesHost(null, [("Streaming", streaming.ToString()), .. settings]);
        return await host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation);
    }
}
