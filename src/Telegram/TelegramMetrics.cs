using System.Diagnostics.Metrics;

namespace MultiBot.Telegram;

/// <summary>What sessions count (meter <c>MultiBot</c>).</summary>
internal sealed class TelegramMetrics
{
    public const string Meter = "MultiBot";

    private readonly Counter<long> skipped;

    public TelegramMetrics(IMeterFactory meters) => skipped = meters.Create(Meter).CreateCounter<long>(
        "multibot.telegram.updates.unread", "{update}", "Updates that could not be read: parked when their chat is known, skipped otherwise.");

    public void CountUnread(string code) => skipped.Add(1, new KeyValuePair<string, object?>("code", code));
}
