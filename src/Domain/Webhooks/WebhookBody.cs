using System.Globalization;
using System.Text.Json;
using MultiBot.Domain.Events;
using MultiBot.Domain.Storage;

namespace MultiBot.Domain.Webhooks;

/// <summary>What is sent to a webhook: the event on one line, with the message's text where it was asked for.</summary>
public static class WebhookBody
{
    public const string Ping = "Ping";

    /// <summary>The event alone.</summary>
    public static byte[] Write(LoggedEvent logged) => EventJson.Write(logged);

    /// <summary>The event with <c>direction</c>, <c>kind</c> and <c>text</c>; all null when the message is gone, the text alone when it was deleted.</summary>
    public static byte[] Write(LoggedEvent logged, MessageItem? message) => EventJson.Write(logged, json =>
    {
        json.WriteString("direction", message switch { null => null, { Outgoing: true } => "out", _ => "in" });
        json.WriteString("kind", message is null ? null : JsonNamingPolicy.CamelCase.ConvertName(message.Kind.ToString()));
        json.WriteString("text", message is null or { Deleted: true } ? null : message.Text);
    });

    /// <summary>A call that carries no event, to try the address.</summary>
    public static byte[] WritePing(Webhook hook, DateTimeOffset now) => EventJson.WriteObject(json =>
    {
        json.WriteString("type", Ping);
        json.WriteString("at", now);
        json.WriteStartObject("data");
        json.WriteString("webhookId", hook.Id.Value);
        json.WriteString("name", hook.Settings.Name);
        json.WriteEndObject();
    });

    /// <summary>The same for every attempt at one event, so that its receiver can drop repeats.</summary>
    public static string MessageId(WebhookId hook, long seq) => string.Create(CultureInfo.InvariantCulture, $"{hook}_{seq}");

    /// <summary>The message an event is about; null when it is about none.</summary>
    public static long? MessageOf(DomainEvent @event)
    {
        using var data = JsonDocument.Parse(@event.Data);
        return data.RootElement.ValueKind is JsonValueKind.Object && data.RootElement.TryGetProperty("messageId", out var id)
            && id.ValueKind is JsonValueKind.Number && id.TryGetInt64(out var number)
            ? number
            : null;
    }
}
