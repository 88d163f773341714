using MultiBot.Domain.Leases;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Leases;
using Orleans.Runtime.Placement;

namespace MultiBot.Grains.Placement;

/// <summary>
/// Finds the holder: in memory when it is this silo, which is nearly always so, else in the store. A bot that nobody holds goes to the
/// silo with the fewest; it claims the lease there when it is activated.
/// </summary>
internal sealed class BesideTheLeaseDirector(HeldBots held, ILeases leases, LeastLoaded leastLoaded) : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (silos.Length == 1)
            return silos[0];

        var bot = GrainKeys.BotOf(target.GrainIdentity.Key.ToString()!);
        if (held.Holds(bot) && silos.Contains(context.LocalSilo))
            return context.LocalSilo;

        var holder = await leases.FindHolderAsync(bot, CancellationToken.None);
        return silos.FirstOrDefault(silo => silo.ToParsableString() == holder) ?? await leastLoaded.PickAsync(silos);
    }
}
