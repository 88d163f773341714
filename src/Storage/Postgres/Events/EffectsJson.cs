using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Events.Subscribers;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Postgres.Events;

/// <summary>What handling events writes, as the functions of the database take it (<c>store_effects</c>).</summary>
internal static class EffectsJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Write(SubscriberEffects effects) => JsonSerializer.Serialize(
        new Wire(
            [.. effects.Hours.Select(hour => new Hour(hour.Key.Bot.Value, hour.Key.Hour, hour.Value))],
            [.. effects.Audit.Select(entry => new Line(entry.At, entry.Actor, entry.Action, entry.Bot?.Value, new Raw(StorableText.Clean(entry.Detail))))],
            [.. effects.Notices.Select(one => new Notice(one.Key.Value, one.Value is { } notices ? NoticeJson.Write(notices) : null))],
            effects.Fleet is { } fleet ? NoticeJson.Write(fleet) : null),
        Options);

    private sealed record Wire(Hour[] Hours, Line[] Audit, Notice[] Notices, string? Fleet);

    /// <param name="BotId">Whose.</param>
    /// <param name="State">JSON in a text; null: to be forgotten.</param>
    private sealed record Notice(string BotId, string? State);

    private sealed record Line(DateTimeOffset At, string Actor, string Action, string? BotId, Raw Detail);

    private sealed class Hour(string bot, DateTimeOffset hour, HourFigures figures)
    {
        public string BotId => bot;

        [JsonPropertyName("hour")]
        public DateTimeOffset At => hour;
        public long Received => figures.Received;
        public long Sent => figures.Sent;
        public long Uncertain => figures.Uncertain;
        public long Failed => figures.Failed;
        public long FloodWaits => figures.FloodWaits;
        public long Replies => figures.Replies;
        public long ReplyMs => figures.ReplyMs;
        public long SlowestReplyMs => figures.SlowestReplyMs;
        public long InputTokens => figures.InputTokens;
        public long OutputTokens => figures.OutputTokens;
    }

    /// <summary>JSON that is there already.</summary>
    [JsonConverter(typeof(Writer))]
    private readonly record struct Raw(string Json)
    {
        internal sealed class Writer : JsonConverter<Raw>
        {
            public override Raw Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Written only.");
            public override void Write(Utf8JsonWriter writer, Raw value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json);
        }
    }
}
