using System.Text.Json;

namespace MultiBot.Domain.Events.Subscribers;

/// <summary>What an event adds to its bot's hour.</summary>
public static class EventFigures
{
    private static readonly HourFigures Received = new() { Received = 1 };
    private static readonly HourFigures Failed = new() { Failed = 1 };
    private static readonly HourFigures FloodWait = new() { FloodWaits = 1 };

    /// <summary>Null: nothing.</summary>
    /// <exception cref="JsonException">The event's data can't be read.</exception>
    public static HourFigures? Of(DomainEvent fact) => fact.Type switch
    {
        EventTypes.MessageReceived => Received,
        EventTypes.MessageSent => Sent(fact.Data),
        EventTypes.ReplyFailed => Failed,
        EventTypes.FloodWaited => FloodWait,
        _ => null,
    };

    private static HourFigures Sent(string data)
    {
        using var document = JsonDocument.Parse(data);
        var said = document.RootElement;
        var waited = Number(said, "replyMs");
        return new HourFigures
        {
            Sent = 1,
            Uncertain = said.TryGetProperty("uncertain", out var uncertain) && uncertain.ValueKind is JsonValueKind.True ? 1 : 0,
            Replies = waited is null ? 0 : 1,
            ReplyMs = waited ?? 0,
            SlowestReplyMs = waited ?? 0,
            InputTokens = Number(said, "inputTokens") ?? 0,
            OutputTokens = Number(said, "outputTokens") ?? 0,
        };
    }

    private static long? Number(JsonElement said, string name) => said.TryGetProperty(name, out var number) ? number.GetInt64() : null;
}
