using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Domain.Tests.Events.Subscribers;

public sealed class EventFiguresTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 28, 10, 59, 59, TimeSpan.FromHours(6));

    [Fact]
    public void Sent_TellsOfTheWaitAndTheTokens()
    {
        var figures = EventFigures.Of(Event(EventTypes.MessageSent, """{"messageId":7,"replyMs":1200,"inputTokens":300,"outputTokens":20,"uncertain":true}"""));

        Assert.Equal(
            new HourFigures { Sent = 1, Uncertain = 1, Replies = 1, ReplyMs = 1200, SlowestReplyMs = 1200, InputTokens = 300, OutputTokens = 20 }, figures);
    }

    [Fact]
    public void Sent_WhoseWaitNobodyKnows_IsNoReply() =>
        Assert.Equal(new HourFigures { Sent = 1 }, EventFigures.Of(Event(EventTypes.MessageSent, """{"messageId":7}""")));

    [Fact]
    public void Others_CountWhatTheyAre()
    {
        Assert.Equal(new HourFigures { Received = 1 }, EventFigures.Of(Event(EventTypes.MessageReceived)));
        Assert.Equal(new HourFigures { Failed = 1 }, EventFigures.Of(Event(EventTypes.ReplyFailed)));
        Assert.Equal(new HourFigures { FloodWaits = 1 }, EventFigures.Of(Event(EventTypes.FloodWaited)));
        Assert.Null(EventFigures.Of(Event(EventTypes.BotStarted)));
    }

    [Fact]
    public void Data_ThatIsNoJson_IsNotPassedOver() =>
        Assert.ThrowsAny<JsonException>(() => EventFigures.Of(Event(EventTypes.MessageSent, "{")));

    [Fact]
    public void Hours_AreThoseOfUtc()
    {
        var effects = new SubscriberEffects();
        effects.Count(BotId.Parse("anna"), At, new HourFigures { Sent = 1, SlowestReplyMs = 5 });
        effects.Count(BotId.Parse("anna"), At.AddMinutes(-59), new HourFigures { Sent = 2, SlowestReplyMs = 3 });
        effects.Count(BotId.Parse("anna"), At.AddSeconds(1), new HourFigures { Sent = 4 });

        Assert.Equal(
            [(new DateTimeOffset(2026, 11, 28, 4, 0, 0, TimeSpan.Zero), 3L), (new DateTimeOffset(2026, 11, 28, 5, 0, 0, TimeSpan.Zero), 4L)],
            effects.Hours.Select(hour => (hour.Key.Hour, hour.Value.Sent)).Order());
        Assert.Equal(5, effects.Hours.Max(hour => hour.Value.SlowestReplyMs));
    }

    private static DomainEvent Event(string type, string data = "{}") => new() { Type = type, Bot = BotId.Parse("anna"), At = At, Data = data };
}
