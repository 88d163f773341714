using MultiBot.Domain.Bots;
using MultiBot.Domain.Messages;
using MultiBot.Replies.Tests.Stub;

namespace MultiBot.Replies.Tests.Generation;

public sealed class SecrecyTests
{
    private static readonly string[] Secrets = ["sk-very-secret", "PROMPT-TEXT", "MESSAGE-TEXT", "HISTORY-TEXT", "ANSWER-TEXT", "CONTACT-NAME"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LlmProvider.OpenAi, false)]
    [InlineData(LlmProvider.OpenAi, true)]
    [InlineData(LlmProvider.Azure, false)]
    [InlineData(LlmProvider.Azure, true)]
    public async Task Log_WhateverTheEndpointDoes_HoldsHostAndCodesButNoSecretAndNoText(LlmProvider provider, bool streaming)
    {
        const string Echo = """{"error":{"message":"Incorrect key sk-very-secret in ANSWER-TEXT for MESSAGE-TEXT","code":"invalid"}}""";
        await using var stub = await LlmStub.StartAsync(
            new StubAnswer.Says("ANSWER-TEXT"), new StubAnswer.Status(401, Echo), new StubAnswer.Status(400, Echo), new StubAnswer.Raw("ANSWER-TEXT"),
            new StubAnswer.Raw("data: ANSWER-TEXT\n\n", "text/event-stream"), new StubAnswer.Status(500, Echo), new StubAnswer.Drops(), new StubAnswer.Says(""));
        await using var host = new RepliesHost(null, ("Attempts", "1"), ("Streaming", streaming.ToString()));
        var endpoint = provider is LlmProvider.Azure ? stub.Root : stub.OpenAi;
        var bot = Some.Bot(endpoint: endpoint, key: "sk-very-secret", provider: provider, fallback: "second") with { Persona = new PersonaConfig { Prompt = "PROMPT-TEXT" } };
        var request = Some.Request(bot, "MESSAGE-TEXT", 7, Some.Said(Author.Contact, "HISTORY-TEXT")) with { ContactName = "CONTACT-NAME" };

        for (var i = 0; i < 8; i++) await host.Factory.For(bot).GenerateAsync(request, Cancellation);

        Assert.Contains(host.Log.Lines, line => line.Contains("127.0.0.1", StringComparison.Ordinal) && line.Contains("llm.key_rejected", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => Secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }
}
