using MultiBot.Domain.Bots;

namespace MultiBot.Domain.Telemetry;

/// <summary>
/// Whether measurements name their bot. Off by default: with it every instrument has a series for each bot, and thousands of bots are
/// more than most databases of metrics like to hold.
/// </summary>
public sealed class BotTag(bool isOn)
{
    /// <summary>The option's key.</summary>
    public const string Option = "MultiBot:Telemetry:BotTag";

    public bool IsOn => isOn;

    /// <summary>Allocates nothing.</summary>
    public static KeyValuePair<string, object?> Of(BotId bot) => new(TelemetryNames.Bot, bot.Value);
}
