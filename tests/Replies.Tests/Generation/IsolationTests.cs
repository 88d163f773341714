using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Replies;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

/// <summary>Two bots on one endpoint and one pool of connections: nothing of one reaches the other.</summary>
public sealed class IsolationTests
{
    private const int ChatsPerBot = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoBots_WhenAskedAtOnceInManyChats_EachRequestCarriesItsOwnKeyPersonaAndHistory(bool streaming)
    {
        await using var stub = await LlmStub.StartAsync(call => new StubAnswer.Says("Reply to " + call.Messages[^1].Text));
        await using var host = new RepliesHost(null, ("Streaming", streaming.ToString()));
        BotConfig[] bots = [Persona("anna", stub), Persona("vera", stub)];

        var asked = Enumerable.Range(0, ChatsPerBot).SelectMany(chat => bots.Select(bot => (Bot: bot, Chat: chat))).ToArray();
        var outcomes = await Task.WhenAll(asked.Select(one => host.Factory.For(one.Bot).GenerateAsync(Request(one.Bot, one.Chat), Cancellation)));

        Assert.Equal(asked.Select(one => $"Reply to now-{Mark(one.Bot, one.Chat)}"), outcomes.Select(outcome => Assert.IsType<ReplyOutcome.Written>(outcome).Text));
        Assert.Equal(
            asked.Select(one => Mark(one.Bot, one.Chat)).Order(),
            stub.Calls.Select(call => call.Messages[^1].Text["now-".Length..]).Order());
        foreach (var call in stub.Calls)
        {
            var mark = call.Messages[^1].Text["now-".Length..];
            var id = mark.Split('/')[0];
            Assert.Equal($"Bearer sk-{id}", call.Authorization);
            Assert.Equal($"model-{id}", call.Model);
            Assert.Contains($"persona-{id}", call.Messages[0].Text, StringComparison.Ordinal);
            Assert.Contains($"contact-{mark}\"", call.Messages[0].Text, StringComparison.Ordinal);
            Assert.Equal([("user", $"before-{mark}"), ("assistant", $"said-{mark}"), ("user", $"now-{mark}")], call.Messages[1..]);
            Assert.DoesNotContain(id == "anna" ? "vera" : "anna", call.Body.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task HangingModel_OfOneBot_DoesNotDelayAnother()
    {
        await using var hanging = await LlmStub.StartAsync(_ => new StubAnswer.Hangs());
        await using var healthy = await LlmStub.StartAsync();
        await using var host = new RepliesHost(new TimerWatch(), ("ConcurrencyPerBot", "16"));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stuck = Enumerable.Range(0, 50).Select(_ => host.AskAsync(Some.Bot("anna", hanging.OpenAi), cancellation: giveUp.Token)).ToArray();
        await hanging.Arrivals.ReadAsync(Cancellation);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.AskAsync(Some.Bot("vera", healthy.OpenAi), cancellation: Cancellation)));

        Assert.All(outcomes, outcome => Assert.IsType<ReplyOutcome.Written>(outcome));
        Assert.All(stuck, task => Assert.False(task.IsCompleted));
        await giveUp.CancelAsync();
        foreach (var task in stuck) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.InRange(hanging.Calls.Count, 1, 16);
    }

    [Fact]
    public async Task ClusterKey_WhenABotNamesAnEndpoint_StaysHome()
    {
        await using var cluster = await LlmStub.StartAsync();
        await using var foreign = await LlmStub.StartAsync();
        await using var host = new RepliesHost(null, ("Endpoint", cluster.OpenAi), ("ApiKey", "sk-cluster"), ("Model", "cluster-model"));

        await host.AskAsync(Some.Bot("anna", foreign.OpenAi, key: null, model: null), cancellation: Cancellation);
        await host.AskAsync(Some.Bot("vera", key: null, model: null), cancellation: Cancellation);

        Assert.Null(Assert.Single(foreign.Calls).Authorization);
        var call = Assert.Single(cluster.Calls);
        Assert.Equal(("Bearer sk-cluster", "cluster-model"), (call.Authorization, call.Model));
    }

    [Fact]
    public async Task Redirect_WhenTheEndpointSendsOne_IsNotFollowedWithTheKey()
    {
        await using var thief = await LlmStub.StartAsync();
        await using var stub = await LlmStub.StartAsync(_ => new StubAnswer.Status(307, "{}", ("Location", thief.OpenAi + "/chat/completions")));
        await using var host = new RepliesHost();

        var outcome = await host.AskAsync(Some.Bot(endpoint: stub.OpenAi), cancellation: Cancellation);

        Assert.Equal(new ReplyOutcome.Failed("llm.bad_request", false), outcome);
        Assert.Empty(thief.Calls);
    }

    [Fact]
    public async Task Request_WhenItBelongsToAnotherBot_IsABug()
    {
        await using var host = new RepliesHost();
        var generator = host.Factory.For(Some.Bot("anna", "http://127.0.0.1:9/v1"));

        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(Some.Request(Some.Bot("vera")), Cancellation));
    }

    private static BotConfig Persona(string id, LlmStub stub) =>
        Some.Bot(id, stub.OpenAi, "sk-" + id, model: "model-" + id) with { Persona = new PersonaConfig { Prompt = "persona-" + id } };

    private static string Mark(BotConfig bot, int chat) => $"{bot.BotId}/{chat}";

    private static ReplyRequest Request(BotConfig bot, int chat)
    {
        var mark = Mark(bot, chat);
        return Some.Request(bot, "now-" + mark, chat, Some.Said(Author.Contact, "before-" + mark), Some.Said(Author.Persona, "said-" + mark)) with { ContactName = "contact-" + mark };
    }
}
