using Microsoft.Extensions.Time.Testing;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Budgets;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Budgets;

public sealed class BudgetTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly MemoryLedger _ledger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bot_WhoseDayIsSpent_AsksNoModel()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Says("Hi."));
        await using var host = new RepliesHost(_time);
        var bot = With(Some.Bot(endpoint: stub.OpenAi), llm => llm with { DailyTokenBudget = 100 });

        Assert.Equal(new ReplyOutcome.Failed("llm.budget_spent", Transient: false), await host.AskAsync(bot, cancellation: Cancellation));

        Assert.Empty(stub.Calls);
        Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(With(bot, llm => llm with { DailyTokenBudget = 100_000 }), cancellation: Cancellation));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Bot_ThatIsToAnswerAnyway_SaysWhatItSaysWithoutAModel()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Says("Hi."));
        await using var host = new RepliesHost(_time);
        var bot = With(Some.Bot(endpoint: stub.OpenAi), llm => llm with { DailyTokenBudget = 100, WhenSpent = BudgetPolicy.OfflineReply });

        var written = Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(bot, cancellation: Cancellation));

        Assert.Equal(("llm.budget_spent", ReplyUsage.None), (written.Fault, written.Usage));
        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task Call_IsSettledWithWhatItTook_AndWhatIsLeftGoesBackWhenTheBotLeaves()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Says("Hi."));
        await using var host = new RepliesHost(_time);
        var bot = With(Some.Bot(endpoint: stub.OpenAi), llm => llm with { DailyTokenBudget = 100_000 });

        var written = Assert.IsType<ReplyOutcome.Written>(await host.AskAsync(bot, cancellation: Cancellation));
        Assert.Equal(2_000, host.Ledger.Taken(bot.BotId, Today));
        host.Factory.Forget(bot.BotId);

        Assert.Equal(written.Usage.InputTokens + written.Usage.OutputTokens, host.Ledger.Taken(bot.BotId, Today));
    }

    [Fact]
    public async Task Draft_ThatWasRefused_CountsAllTheSame()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Says("https://evil.test/"));
        await using var host = new RepliesHost(_time);
        var bot = With(Some.Bot(endpoint: stub.OpenAi, fallback: "second"), llm => llm with { DailyTokenBudget = 100_000 });

        Assert.Equal(new ReplyOutcome.Failed("reply.links_only", Transient: false), await host.AskAsync(bot, cancellation: Cancellation));
        host.Factory.Forget(bot.BotId);

        Assert.Equal(2 * (StubWire.InputTokens + StubWire.OutputTokens), host.Ledger.Taken(bot.BotId, Today));
    }

    [Fact]
    public async Task Store_ThatDoesNotAnswer_IsAskedAgainLater()
    {
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Says("Hi."));
        await using var host = new RepliesHost(_time);
        host.Ledger.IsAway = true;
        var bot = With(Some.Bot(endpoint: stub.OpenAi), llm => llm with { DailyTokenBudget = 100_000 });

        Assert.Equal(new ReplyOutcome.Failed("llm.budget_unknown", Transient: true), await host.AskAsync(bot, cancellation: Cancellation));

        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task Day_IsThePersonas()
    {
        var bot = With(Some.Bot(), llm => llm with { DailyTokenBudget = 10 }) with { Persona = new PersonaConfig { TimeZone = "Pacific/Kiritimati" } };
        var budget = new BotBudget(bot.BotId, _ledger, _time);
        Assert.NotNull(await budget.ReserveAsync(bot, new ChatId(7), 10, Cancellation));
        Assert.Null(await budget.ReserveAsync(bot, new ChatId(7), 10, Cancellation));

        // Noon in London is already tomorrow on Kiritimati; there the next day begins at ten.
        _time.Advance(TimeSpan.FromHours(23));

        Assert.NotNull(await budget.ReserveAsync(bot, new ChatId(7), 10, Cancellation));
        Assert.Equal((10L, 10L), (_ledger.Taken(bot.BotId, Today.AddDays(1)), _ledger.Taken(bot.BotId, Today.AddDays(2))));
    }

    [Fact]
    public async Task Person_HasALimitOfTheirOwn()
    {
        _ledger.Spent = 60;
        var bot = With(Some.Bot(), llm => llm with { DailyTokensPerPerson = 100 });
        var budget = new BotBudget(bot.BotId, _ledger, _time);

        var first = await budget.ReserveAsync(bot, new ChatId(7), 40, Cancellation);
        Assert.Null(await budget.ReserveAsync(bot, new ChatId(7), 1, Cancellation));
        Assert.NotNull(await budget.ReserveAsync(bot, new ChatId(8), 40, Cancellation));
        await budget.SettleAsync(first!, 10);

        Assert.NotNull(await budget.ReserveAsync(bot, new ChatId(7), 30, Cancellation));
        Assert.Null(await budget.ReserveAsync(bot, new ChatId(7), 1, Cancellation));
    }

    /// <summary>Two silos, many calls at once, settled with less or a little more than was reserved: the day is never overdrawn but by what models took beyond.</summary>
    [Fact]
    public async Task Calls_AtOnceOnTwoSilos_NeverReserveMoreThanTheDayHas()
    {
        const int Most = 10_000;
        var bot = With(Some.Bot(), llm => llm with { DailyTokenBudget = Most });
        BotBudget[] silos = [new(bot.BotId, _ledger, _time), new(bot.BotId, _ledger, _time)];
        var random = new Random(7);
        var calls = Enumerable.Range(0, 2_000).Select(number => (Silo: silos[random.Next(2)], Chat: new ChatId(number % 50), Reserved: random.Next(1, 60), Taken: random.Next(0, 60))).ToArray();

        var spent = await Task.WhenAll(calls.Select(async call =>
        {
            if (await call.Silo.ReserveAsync(bot, call.Chat, call.Reserved, Cancellation) is not { } reserved) return 0;
            await Task.Yield();
            var taken = Math.Min(call.Taken, call.Reserved);
            await call.Silo.SettleAsync(reserved, taken);
            return taken;
        }));

        Assert.InRange(spent.Sum(), Most / 2, Most);
        Assert.Equal(Most, _ledger.Taken(bot.BotId, Today));
        foreach (var silo in silos) await silo.ReleaseAsync();
        Assert.Equal(spent.Sum(), _ledger.Taken(bot.BotId, Today));
    }

    private static BotConfig With(BotConfig bot, Func<LlmConfig, LlmConfig> change) => bot with { Llm = change(bot.Llm) };
}
