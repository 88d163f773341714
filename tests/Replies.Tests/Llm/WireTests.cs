using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Llm;

/// <summary>Each kind of client really calls a server, whole and streamed, and says what it should on the wire.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAi_WhenAsked_SendsBearerKeyModelAndLimits(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Says("Nice to hear from you."));

        var call = await ExchangeAsync(stub, Some.Bot(endpoint: stub.OpenAi, provider: LlmProvider.OpenAi), streaming);

        Assert.Equal("/v1/chat/completions", call.Path);
        Assert.Equal("Bearer sk-anna", call.Authorization);
        Assert.Equal("gpt-4.1-mini", call.Model);
        Assert.Equal(240, call.Body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(0.8, call.Body.GetProperty("temperature").GetDouble(), 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Azure_WhenAsked_UsesTheDeploymentsRouteAndApiKeyHeader(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Says("Nice to hear from you."));

        var call = await ExchangeAsync(stub, Some.Bot(endpoint: stub.Root, provider: LlmProvider.Azure, model: "talker"), streaming);

        Assert.Equal("/openai/deployments/talker/chat/completions", call.Path);
        Assert.StartsWith("?api-version=", call.Query, StringComparison.Ordinal);
        Assert.Equal("sk-anna", call.ApiKey);
        Assert.Null(call.Authorization);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compatible_WhenAsked_KeepsThePathAndUsesTheOlderLimit(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Says("Nice to hear from you."));

        var call = await ExchangeAsync(stub, Some.Bot(endpoint: stub.Root + "/proxy/api/v1/", provider: LlmProvider.Compatible, model: "llama3.2"), streaming);

        Assert.Equal("/proxy/api/v1/chat/completions", call.Path);
        Assert.Equal("Bearer sk-anna", call.Authorization);
        Assert.Equal(240, call.Body.GetProperty("max_tokens").GetInt32());
        Assert.False(call.Body.TryGetProperty("max_completion_tokens", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compatible_WhenTheBotHasNoKey_SendsNone(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Says("Nice to hear from you."));

        var call = await ExchangeAsync(stub, Some.Bot(endpoint: stub.OpenAi, key: null, provider: LlmProvider.Compatible), streaming);

        Assert.Null(call.Authorization);
        Assert.Null(call.ApiKey);
    }

    [Theory]
    [InlineData(LlmProvider.OpenAi, "low")]
    [InlineData(LlmProvider.Azure, null)]
    public async Task ReasoningModel_WhenAsked_GetsNoTemperatureAndRoomToThink(LlmProvider provider, string? effort)
    {
        await using var stub = await LlmStub.StartAsync(new StubAnswer.Says("Nice to hear from you."));
        var endpoint = provider is LlmProvider.Azure ? stub.Root : stub.OpenAi;

        var call = await ExchangeAsync(stub, Some.Bot(endpoint: endpoint, provider: provider, model: "gpt-5-mini"), streaming: false);

        Assert.False(call.Body.TryGetProperty("temperature", out _));
        Assert.Equal(2_240, call.Body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(effort, call.Body.TryGetProperty("reasoning_effort", out var told) ? told.GetString() : null);
    }

    private static async Task<LlmCall> ExchangeAsync(LlmStub stub, BotConfig bot, bool streaming)
    {
        await using var host = new RepliesHost(null, ("Streaming", streaming.ToString()));

        var outcome = await host.AskAsync(bot, "Hello there", TestContext.Current.CancellationToken);

        var usage = new ReplyUsage(bot.Llm.Model!, StubWire.InputTokens, StubWire.OutputTokens);
        Assert.Equal(new ReplyOutcome.Written("Nice to hear from you.", usage), Assert.IsType<ReplyOutcome.Written>(outcome) with { Prompt = null });
        var call = Assert.Single(stub.Calls);
        Assert.Equal(streaming, call.Streams);
        Assert.Equal(["system", "user"], call.Messages.Select(message => message.Role));
        Assert.Equal("Hello there", call.Messages[1].Text);
        return call;
    }
}
