using System.Diagnostics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Domain.Tests.Telemetry;

public sealed class MessageSpansTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly BotId _bot = BotId.Parse($"spans-{Guid.NewGuid():N}");

    [Fact]
    public void Received_WhileNobodyRecords_IsTheSameChat()
    {
        using var listener = Listen(ActivitySamplingResult.PropagationData, []);
        var chat = Chat(1, 2);

        Assert.All(Received(chat).Messages, message => Assert.Null(message.Trace));
        Assert.Null(MessageSpans.BeginTurn(new ChatKey(_bot, chat.Chat), Received(chat).Messages));
    }

    [Fact]
    public void Received_MakesATraceOfItsOwnForEachMessage()
    {
        var ended = new List<Activity>();
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, ended);
        using var around = new Activity("something else").Start();

        var messages = Received(Chat(1, 2)).Messages;

        Assert.Equal([MessageSpans.StoreReceived, MessageSpans.Receive, MessageSpans.StoreReceived, MessageSpans.Receive], ended.Select(span => span.DisplayName));
        Assert.Equal(2, ended.Select(span => span.TraceId).Distinct().Count());
        Assert.DoesNotContain(around.TraceId, ended.Select(span => span.TraceId));
        Assert.Equal(ended.Where(span => span.DisplayName == MessageSpans.Receive).Select(span => span.Id), messages.Select(message => message.Trace));
        Assert.Equal((Start.UtcDateTime, TimeSpan.FromMilliseconds(30)), (ended[1].StartTimeUtc, ended[1].Duration));
        Assert.Equal((Start.AddMilliseconds(10).UtcDateTime, TimeSpan.FromMilliseconds(20), ended[1].SpanId), (ended[0].StartTimeUtc, ended[0].Duration, ended[0].ParentSpanId));
        Assert.Same(around, Activity.Current);
    }

    [Fact]
    public void Turn_GoesOnWithTheNewestMessageAndIsLinkedToTheOthers()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, []);
        var messages = Received(Chat(1, 2, 3)).Messages;

        using var turn = MessageSpans.BeginTurn(new ChatKey(_bot, new ChatId(7)), messages)!;

        Assert.Equal(messages[2].Trace, turn.ParentId);
        Assert.Equal(messages.Take(2).Select(message => message.Trace![3..35]), turn.Links.Select(link => link.Context.TraceId.ToHexString()));
    }

    [Fact]
    public void Step_WithoutATrace_IsNotRecorded()
    {
        using var listener = Listen(ActivitySamplingResult.AllDataAndRecorded, []);

        Assert.Null(MessageSpans.BeginStep(MessageSpans.Send, ActivityKind.Client, trace: null, new ChatKey(_bot, new ChatId(7))));
    }

    private ChatAdvance Received(ChatAdvance chat) => MessageSpans.Received(_bot, chat, Start, Start.AddMilliseconds(10), Start.AddMilliseconds(30));

    private static ChatAdvance Chat(params long[] ids) => new()
    {
        Chat = new ChatId(7),
        FromVersion = 0,
        Version = 1,
        Messages = [.. ids.Select(id => new InboxMessage { Id = id, SourceId = id, Text = "private words", At = Start, StoredAt = Start })],
    };

    private ActivityListener Listen(ActivitySamplingResult result, List<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Spans,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => result,
            ActivityStopped = span =>
            {
                if (_bot.Value.Equals(span.GetTagItem(TelemetryNames.Bot))) ended.Add(span);
                Assert.DoesNotContain(span.TagObjects, tag => tag.Value is "private words");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
