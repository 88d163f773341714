using MultiBot.Domain.Telemetry;

namespace MultiBot.Silo.Telemetry;

/// <summary>Has our instruments show once the exporters listen, which they do before any other service starts.</summary>
internal sealed class ShownInstruments(IEnumerable<IInstruments> instruments) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var one in instruments) one.Show();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
