using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Events;

namespace MultiBot.Silo.Api.Events;

/// <summary>A fact about a bot. Ids and codes, never what people wrote.</summary>
public sealed record EventView
{
    /// <summary>Its number in the log. Numbers rise and have gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>Such as <c>MessageReceived</c>; docs/events.md lists them.</summary>
    public required string Type { get; init; }
    public required string BotId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ChatId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>An object whose fields depend on the type.</summary>
    public required JsonElement Data { get; init; }

    public static EventView Of(LoggedEvent logged)
    {
        using var data = JsonDocument.Parse(logged.Event.Data);
        return new EventView
        {
            Seq = logged.Seq,
            Type = logged.Event.Type,
            BotId = logged.Event.Bot.Value,
            ChatId = logged.Event.Chat?.Value,
            At = logged.Event.At,
            Data = data.RootElement.Clone(),
        };
    }
}
