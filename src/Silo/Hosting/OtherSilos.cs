using Microsoft.Extensions.Options;
using MultiBot.Domain.Leases;
using MultiBot.Grains.Leases;

namespace MultiBot.Silo.Hosting;

/// <summary>The silos that run while this one is only starting.</summary>
internal sealed class OtherSilos(ILeases leases, SiloIdentity identity, IOptions<LeaseOptions> options, TimeProvider time)
{
    private readonly TimeSpan _renewEvery = options.Value.RenewEvery;

    /// <summary>
    /// Whether there is one. A life on record outlasts its silo by seconds; one that is renewed while we look does not. Without any on
    /// record the answer comes at once.
    /// </summary>
    public async Task<bool> AnyRunsAsync(CancellationToken cancellation)
    {
        var known = await ReadAsync(cancellation);
        if (known.Count == 0)
            return false;

        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(_renewEvery / 4, time);
        while (time.GetElapsedTime(began) < _renewEvery * 1.5 && await timer.WaitForNextTickAsync(cancellation))
        {
            if (!(await ReadAsync(cancellation)).IsSubsetOf(known))
                return true;
        }

        return false;
    }

    private async Task<HashSet<(Guid, DateTimeOffset)>> ReadAsync(CancellationToken cancellation) =>
        [.. (await leases.ListAsync(cancellation)).Where(silo => silo.Incarnation.Silo != identity.Name).Select(silo => (silo.Incarnation.Id, silo.ExpiresAt))];
}
