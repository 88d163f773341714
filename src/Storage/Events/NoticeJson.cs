using System.Text.Json;
using MultiBot.Domain.Notices;

namespace MultiBot.Storage.Events;

/// <summary>What is remembered of notices, as it is kept. What an older build did not know yet has its default.</summary>
internal static class NoticeJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write<T>(T state) => JsonSerializer.Serialize(state, Options);

    public static BotNotices ReadBot(string json) => Read<BotNotices>(json);

    public static FleetNotices ReadFleet(string json) => Read<FleetNotices>(json);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A state is null.");
}
