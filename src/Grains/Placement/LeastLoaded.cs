using MultiBot.Domain.Leases;

namespace MultiBot.Grains.Placement;

/// <summary>Picks silos for bots that nobody holds yet: the one with the fewest, counting what was picked since the figures were read.</summary>
internal sealed class LeastLoaded(ILeases leases, TimeProvider time)
{
    private static readonly TimeSpan FiguresLast = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Dictionary<string, int> _bots = [];
    private long _readAt;

    public async Task<SiloAddress> PickAsync(IReadOnlyCollection<SiloAddress> silos)
    {
        if (_readAt == 0 || time.GetElapsedTime(_readAt) > FiguresLast)
            Read(await leases.ListAsync(CancellationToken.None));

        lock (_lock)
        {
            // A silo without figures has no life of its own at the moment: it could claim nothing.
            var picked = silos.Select(silo => (Silo: silo, Member: silo.ToParsableString())).MinBy(silo => _bots.GetValueOrDefault(silo.Member, int.MaxValue));
            if (_bots.TryGetValue(picked.Member, out var bots))
                _bots[picked.Member] = bots + 1;
            return picked.Silo;
        }
    }

    private void Read(IReadOnlyList<IncarnationInfo> silos)
    {
        lock (_lock)
        {
            _bots = silos.Where(silo => !silo.Incarnation.Draining).ToDictionary(silo => silo.Incarnation.Member, silo => silo.Running);
            _readAt = time.GetTimestamp();
        }
    }
}
