using System.Text.Json;

namespace MultiBot.Cluster.Tests.Judging;

/// <summary>An event of a message, as the log has it or as somebody was told.</summary>
internal sealed record SeenEvent(long Seq, string Type, string Bot, long Message)
{
    public const string Received = "MessageReceived", Sent = "MessageSent";

    public static SeenEvent Read(JsonElement json) => new(
        json.GetProperty("seq").GetInt64(), json.GetProperty("type").GetString()!, json.GetProperty("botId").GetString()!, json.GetProperty("data").GetProperty("messageId").GetInt64());
}
