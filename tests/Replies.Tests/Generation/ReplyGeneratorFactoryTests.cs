using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Secrets;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

public sealed class ReplyGeneratorFactoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generator_WhenTheLlmSettingsAreEqual_IsKept()
    {
        await using var host = new RepliesHost();
        var bot = Some.Bot();

        var first = host.Factory.For(bot);

        Assert.Same(first, host.Factory.For(bot with { Llm = bot.Llm with { ApiKey = new Secret("sk-anna") }, Persona = new PersonaConfig { Prompt = "Someone new" } }));
        Assert.NotSame(first, host.Factory.For(Some.Bot("vera")));
    }

    [Fact]
    public async Task Generator_WhenAnySettingChanges_IsMadeAnew()
    {
        await using var host = new RepliesHost();
        var bot = Some.Bot();
        LlmConfig[] changes =
        [
            bot.Llm with { ApiKey = new Secret("sk-new") }, bot.Llm with { Model = "other" }, bot.Llm with { Temperature = 0.1 },
            bot.Llm with { Endpoint = "http://127.0.0.1:9/v1" }, bot.Llm with { FallbackModel = "second" }, bot.Llm with { ApiKey = null },
        ];

        var seen = new HashSet<IReplyGenerator> { host.Factory.For(bot) };

        Assert.All(changes, change => Assert.True(seen.Add(host.Factory.For(bot with { Llm = change }))));
    }

    [Fact]
    public async Task Key_WhenItChanges_IsUsedFromTheNextReplyOn()
    {
        await using var stub = await LlmStub.StartAsync();
        await using var host = new RepliesHost();

        await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, key: "sk-old"), cancellation: Cancellation);
        await host.AskAsync(Some.Bot(endpoint: stub.OpenAi, key: "sk-new"), cancellation: Cancellation);

        Assert.Equal(["Bearer sk-old", "Bearer sk-new"], stub.Calls.Select(call => call.Authorization));
    }

    [Fact]
    public async Task Forget_WhileACallRuns_LetsItFinishAndRefusesTheNext()
    {
        var gate = new TaskCompletionSource();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.SaysAfter(gate.Task, "Just in time."));
        await using var host = new RepliesHost();
        var bot = Some.Bot(endpoint: stub.OpenAi);
        var generator = host.Factory.For(bot);
        var running = generator.GenerateAsync(Some.Request(bot), Cancellation);
        await stub.Arrivals.ReadAsync(Cancellation);

        host.Factory.Forget(bot.BotId);
        var late = await generator.GenerateAsync(Some.Request(bot), Cancellation);
        gate.SetResult();

        Assert.Equal(new ReplyOutcome.Failed("llm.unavailable", true, TimeSpan.Zero), late);
        Assert.Equal("Just in time.", Assert.IsType<ReplyOutcome.Written>(await running).Text);
        Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(bot, cancellation: Cancellation));
        Assert.NotSame(generator, host.Factory.For(bot));
    }

    [Fact]
    public async Task For_WhenManyAskAtOnce_MakesOneGenerator()
    {
        await using var host = new RepliesHost();

        var made = new IReplyGenerator[64];
        Parallel.For(0, made.Length, i => made[i] = host.Factory.For(Some.Bot()));

        Assert.Single(made.Distinct());
    }

    [Fact]
    public async Task Cancellation_WhenItCameBefore_IsHonouredByEveryGenerator()
    {
        await using var host = new RepliesHost();
        BotConfig[] bots = [Some.Bot(), Some.Bot("off", key: null), Some.Bot("bad", provider: LlmProvider.Azure)];

        foreach (var bot in bots)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.AskAsync(bot, cancellation: new CancellationToken(canceled: true)));
    }
}
