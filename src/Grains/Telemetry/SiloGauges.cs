using System.Diagnostics.Metrics;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Telemetry;
using MultiBot.Grains.Events;
using MultiBot.Grains.Girls;

namespace MultiBot.Grains.Telemetry;

/// <summary>What the silo holds at the moment, read when somebody asks.</summary>
internal sealed class SiloGauges(IMeterFactory meters, BotStatuses bots, AwakeChats awake, ChatWaker waker, EventTail events) : IInstruments
{
    private static readonly KeyValuePair<string, object?>[] Statuses = [.. Enum.GetValues<BotStatus>().Select(status => new KeyValuePair<string, object?>("status", status.ToString()))];

    public void Show()
    {
        var meter = meters.Create(TelemetryNames.Meter);
        meter.CreateObservableUpDownCounter("multibot.bots", CountBots, "{bot}", "Bots that this silo holds, by status.");
        meter.CreateObservableUpDownCounter("multibot.chats.active", () => awake.Count, "{chat}", "Chats in this silo's memory: somebody wrote lately.");
        meter.CreateObservableUpDownCounter("multibot.chats.unfinished", () => waker.Unfinished, "{chat}", "Chats with something to answer or to send.");
        meter.CreateObservableGauge("multibot.events.lag", () => events.Lag.TotalSeconds, "s", "Age of the oldest event that was written and is not shown by this silo yet.");
    }

    private Measurement<int>[] CountBots()
    {
        var counts = bots.Count();
        return [.. counts.Select((count, status) => new Measurement<int>(count, Statuses[status]))];
    }
}
