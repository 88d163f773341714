using System.Text.Json;
using MultiBot.Domain.Events;

namespace MultiBot.Domain.Notices;

/// <summary>A digest as it is sent to an address: made of what is kept alone, so that every attempt at it sends the same bytes.</summary>
public static class FleetBody
{
    public const string Type = "FleetDigest";

    public static byte[] Write(PendingDigest digest) => EventJson.WriteObject(json =>
    {
        json.WriteString("type", Type);
        json.WriteString("at", digest.At);
        json.WriteStartObject("data");
        json.WriteString("text", digest.Text);
        json.WriteNumber("inTrouble", digest.InTrouble);
        WriteBots(json, digest);
        json.WriteStartArray("recovered");
        foreach (var bot in digest.News.Recovered.Take(PendingDigest.MostNamed)) json.WriteStringValue(bot);
        json.WriteEndArray();
        json.WriteNumber("failed", digest.News.Failed);
        json.WriteNumber("floods", digest.News.Floods);
        json.WriteEndObject();
    });

    /// <summary>The same for every attempt at one digest, so that its receiver can drop repeats.</summary>
    public static string MessageId(PendingDigest digest) => $"fleet_{digest.Id:n}";

    private static void WriteBots(Utf8JsonWriter json, PendingDigest digest)
    {
        json.WriteStartArray("bots");
        foreach (var bot in digest.Bots)
        {
            json.WriteStartObject();
            json.WriteString("botId", bot.BotId);
            json.WriteString("code", bot.Code);
            json.WriteString("since", bot.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
