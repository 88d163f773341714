using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace MultiBot.Grains.Events.Streams;

/// <summary>
/// Deals the queues out to the active silos in turn. While silos see different members a queue has two owners or none for a moment, which
/// loses nothing: subscribers know how far they are.
/// </summary>
internal sealed partial class EvenQueues(IServiceProvider services, ILogger<EvenQueues> logger) : QueueBalancerBase(services, logger)
{
    private readonly SiloAddress _self = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
    private QueueId[] _queues = [];
    private SiloAddress[] _silos = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = [.. queueMapper.GetAllQueues()];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues()
    {
        var silos = Volatile.Read(ref _silos);
        var place = Array.IndexOf(silos, _self);
        return place < 0 ? [] : _queues.Where((_, index) => index % silos.Length == place);
    }

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        Volatile.Write(ref _silos, [.. activeSilos.Order()]);
        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        try
        {
            await NotifyListeners();
        }
        catch (Exception exception)
        {
            // The next change of members tells again; until then the queues stay where they are.
            NotTold(exception);
        }
    }

    [LoggerMessage(EventName = "events.queues_not_moved", Level = LogLevel.Warning, Message = "The event queues could not be dealt out anew.")]
    private partial void NotTold(Exception exception);
}
