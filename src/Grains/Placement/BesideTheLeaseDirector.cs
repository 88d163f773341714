using MultiBot.Domain.Leases;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Leases;
using Orleans.Runtime.Placement;

namespace MultiBot.Grains.Placement;

/// <summary>
/// Finds the holder: in memory when it is this silo, which is nearly always so, else in the store. A bot that nobody holds goes to the
/// silo with the fewest; it claims the lease there when it is activated.
/// </summary>
internal sealed class BesideTheLeaseDirector(HeldBots held, ILeases leases, LeastLoaded leastLoaded, TimeProvider time) : IPlacementDirector
{
    /// <summary>A silo that can't reach the store places nothing; whoever called asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (silos.Length == 1)
            return silos[0];

        var bot = GrainKeys.BotOf(target.GrainIdentity.Key.ToString()!);
        if (held.Holds(bot) && silos.Contains(context.LocalSilo))
            return context.LocalSilo;

        if (await leases.FindHolderAsync(bot, CancellationToken.None).WaitAsync(Patience, time) is not { } holder)
            return await leastLoaded.PickAsync(silos);

        return silos.FirstOrDefault(silo => silo.ToParsableString() == holder)
            ?? throw new SiloUnavailableException($"The silo {holder} holds bot {bot} and is not there; another one takes the bot over in seconds.");
    }
}
