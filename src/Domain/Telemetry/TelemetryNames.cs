namespace MultiBot.Domain.Telemetry;

/// <summary>The names by which everything of ours is measured and traced. Others rely on them.</summary>
public static class TelemetryNames
{
    public const string Meter = "MultiBot";
    public const string Spans = "MultiBot";

    public const string Bot = "bot_id";
    public const string Chat = "chat_id";
    public const string Code = "code";
    public const string Outcome = "outcome";
}
