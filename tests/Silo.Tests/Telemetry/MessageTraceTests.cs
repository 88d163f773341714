using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiBot.Domain.Telemetry;
using MultiBot.SiloProcesses;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Telemetry;

/// <summary>The life of a message as one trace, from a real silo.</summary>
[Collection(OneAfterAnother.Name)]
public sealed class MessageTraceTests
{
    private const string Secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Message_ThatIsAnswered_IsOneTraceOfAllItsSteps()
    {
        await using var llm = await LlmStub.StartAsync();
        await using var silo = await TestSilo.StartAsync();
        using var heard = new HeardSpans("traced");
        await silo.RegisterAsync("traced", 711, llm);
        await WriteAsync(silo, 711, "private words #1");

        var spans = await heard.UntilAsync(MessageSpans.StoreOutcome);

        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        var receive = One(spans, MessageSpans.Receive);
        Assert.Equal(default, receive.ParentSpanId);
        Assert.Equal(receive.SpanId, One(spans, MessageSpans.StoreReceived).ParentSpanId);
        var turn = One(spans, MessageSpans.Turn);
        Assert.Equal(receive.SpanId, turn.ParentSpanId);
        Assert.Equal(
            [MessageSpans.Generate, MessageSpans.StoreTurn, MessageSpans.Send, MessageSpans.StoreOutcome],
            spans.Where(span => span.ParentSpanId == turn.SpanId).OrderBy(span => span.StartTimeUtc).Select(span => span.DisplayName));
        InOrder(One(spans, MessageSpans.StoreReceived), One(spans, MessageSpans.Generate), One(spans, MessageSpans.StoreTurn), One(spans, MessageSpans.Send), One(spans, MessageSpans.StoreOutcome));
        Assert.All(spans, span => Assert.Equal(7L, span.GetTagItem(TelemetryNames.Chat)));
        Assert.Equal("stub", One(spans, MessageSpans.Generate).GetTagItem("gen_ai.response.model"));
        Assert.Equal("sent", One(spans, MessageSpans.Send).GetTagItem(TelemetryNames.Outcome));
        Assert.Equal("committed", turn.GetTagItem(TelemetryNames.Outcome));
        Assert.All(spans, SaysNothingPrivate);
        Assert.DoesNotContain(llm.Requests, request => request.Body.Contains(receive.TraceId.ToHexString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Series_ThatIsAnsweredTogether_IsLinkedFromOneTurn()
    {
        await using var llm = await LlmStub.StartAsync();
        await using var silo = await TestSilo.StartAsync();
        using var heard = new HeardSpans("linked");
        await silo.RegisterAsync("linked", 712, llm, debounceSeconds: 1);
        await WriteAsync(silo, 712, "one #1", "two #2", "three #3");

        var spans = await heard.UntilAsync(MessageSpans.StoreOutcome);

        var received = spans.Where(span => span.DisplayName == MessageSpans.Receive).OrderBy(span => (long)span.GetTagItem("message_id")!).ToList();
        var turn = One(spans, MessageSpans.Turn);
        Assert.Equal(3, received.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal(received[2].SpanId, turn.ParentSpanId);
        Assert.Equal(received.Take(2).Select(span => span.SpanId), turn.Links.Select(link => link.Context.SpanId));
        Assert.Equal(turn.TraceId, One(spans, MessageSpans.Send).TraceId);
    }

    private static Activity One(IEnumerable<Activity> spans, string name) => Assert.Single(spans, span => span.DisplayName == name);

    private static void InOrder(params Activity[] spans)
    {
        foreach (var (before, after) in spans.Zip(spans.Skip(1)))
            Assert.True(before.StartTimeUtc + before.Duration <= after.StartTimeUtc + TimeSpan.FromMilliseconds(1), $"{after.DisplayName} begins before {before.DisplayName} has ended.");
    }

    private static void SaysNothingPrivate(Activity span)
    {
        var said = $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)}";
        Assert.DoesNotContain("private words", said, StringComparison.Ordinal);
        Assert.DoesNotContain("answers", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain("/bot", said, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(TestSilo silo, long account, params string[] texts)
    {
        var messages = new JsonArray([.. texts.Select(text => new JsonObject
        {
            ["token"] = account.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["chatId"] = 7,
            ["from"] = new JsonObject { ["id"] = 7, ["firstName"] = "P" },
            ["text"] = text,
        })]);
        (await silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json(messages.ToJsonString()))).EnsureSuccessStatusCode();
    }
}
