using System.Diagnostics.Metrics;
using MultiBot.Domain.Telemetry;

namespace MultiBot.Telegram;

/// <summary>What sessions count.</summary>
internal sealed class TelegramMetrics(IMeterFactory meters) : IInstruments
{
    private readonly Counter<long> unread = meters.Create(TelemetryNames.Meter).CreateCounter<long>(
        "multibot.telegram.updates.unread", "{update}", "Updates that could not be read: parked when their chat is known, skipped otherwise.");

    public void Show() => unread.Add(0);

    public void CountUnread(string code) => unread.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Code, code));
}
