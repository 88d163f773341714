using System.Globalization;
using MultiBot.SiloProcesses;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Events;

/// <summary>What replies took, from the message of a person to the figures an operator reads.</summary>
[Collection(OneSilo.Name)]
public sealed class FiguresTests(SharedSilo shared)
{
    [Fact]
    public async Task Reply_OfAModel_TellsItsWaitAndItsTokensOnce()
    {
        var client = shared.Silo.Client;
        await using var llm = await LlmStub.StartAsync();
        await shared.Silo.RegisterAsync("figured", 408, llm);
        (await client.PostAsync("/sandbox/control/messages", TestSilo.Json(
            """{"token":"408","chatId":7,"from":{"id":7,"firstName":"Kim"},"text":"hello #1, at length"}"""))).EnsureSuccessStatusCode();

        // In two messages: the reply is one.
        var sent = (await client.UntilAsync("/api/v1/events?botId=figured&type=MessageSent", page => page["items"]!.AsArray().Count == 2))["items"]!.AsArray();
        var first = sent[0]!["data"]!.AsObject();
        Assert.Equal(["messageId", "replyMs", "inputTokens", "outputTokens"], first.Select(field => field.Key));
        Assert.Equal((1, 1), ((int)first["inputTokens"]!, (int)first["outputTokens"]!));
        Assert.Equal(["messageId"], sent[1]!["data"]!.AsObject().Select(field => field.Key));

        // Over two hours: the test may run at the turn of one.
        var from = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O", CultureInfo.InvariantCulture));
        var series = await client.UntilAsync(
            $"/api/v1/metrics/bots/figured?from={from}", answer => answer["items"]!.AsArray().Sum(hour => (long)hour!["sent"]!) == 2);
        var hours = series["items"]!.AsArray();
        Assert.Equal((1, 1), (hours.Sum(hour => (long)hour!["inputTokens"]!), hours.Sum(hour => (long)hour!["outputTokens"]!)));
        var waited = (long)first["replyMs"]! / 1000.0;
        var told = Assert.Single(hours, hour => hour!["replySeconds"] is not null)!;
        Assert.Equal((waited, waited), ((double)told["replySeconds"]!, (double)told["slowestReplySeconds"]!));
        Assert.InRange(waited, 0, 60);
    }
}
