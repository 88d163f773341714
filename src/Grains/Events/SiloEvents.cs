namespace MultiBot.Grains.Events;

/// <summary>What a silo does for the event log.</summary>
internal sealed class SiloEvents(EventTail tail, EventRetention retention)
{
    public async Task StartAsync(CancellationToken cancellation)
    {
        await tail.StartAsync(cancellation);
        await retention.StartAsync(cancellation);
    }

    public Task StopAsync(CancellationToken cancellation) => Task.WhenAll(tail.StopAsync(cancellation), retention.StopAsync(cancellation));
}
