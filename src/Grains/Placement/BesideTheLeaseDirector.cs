using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Leases;
using Orleans.Runtime.Placement;

namespace MultiBot.Grains.Placement;

/// <summary>
/// Finds the holder: in memory when it is this silo, which is nearly always so, else in the store. A bot that nobody holds goes to the
/// silo with the fewest; it claims the lease there when it is activated. A silo that can't ask the store sends the call to another one,
/// where a bot or chat that finds itself in the wrong place moves on.
/// </summary>
internal sealed partial class BesideTheLeaseDirector(
    HeldBots held, ILeaseKeeper keeper, ILeases leases, LeastLoaded leastLoaded, TimeProvider time, ILogger<BesideTheLeaseDirector> logger) : IPlacementDirector
{
    /// <summary>For one query by key; the caller waits meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (silos.Length == 1)
            return silos[0];

        var bot = GrainKeys.BotOf(target.GrainIdentity.Key.ToString()!);
        if (held.Holds(bot) && silos.Contains(context.LocalSilo))
            return context.LocalSilo;

        // Without a life of its own a silo is cut off from the store, or was until now: no use in waiting for its answer.
        if (keeper.Current is null)
            return AnotherSilo(target.GrainIdentity, silos, context.LocalSilo);

        try
        {
            return await BesideAsync(bot, silos).WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            HolderUnknown(exception, bot);
            return AnotherSilo(target.GrainIdentity, silos, context.LocalSilo);
        }
    }

    private async Task<SiloAddress> BesideAsync(BotId bot, SiloAddress[] silos)
    {
        if (await leases.FindHolderAsync(bot, CancellationToken.None) is not { } holder)
            return await leastLoaded.PickAsync(silos);

        return silos.FirstOrDefault(silo => silo.ToParsableString() == holder)
            ?? throw new SiloUnavailableException($"The silo {holder} holds bot {bot} and is not there; another one takes the bot over in seconds.");
    }

    private static SiloAddress AnotherSilo(GrainId grain, SiloAddress[] silos, SiloAddress self)
    {
        var others = silos.Where(silo => !silo.Equals(self)).ToArray();
        return others[grain.GetUniformHashCode() % others.Length];
    }

    [LoggerMessage(EventName = "placement.holder_unknown", Level = LogLevel.Warning, Message = "Who holds bot {BotId} could not be read; another silo is asked.")]
    private partial void HolderUnknown(Exception exception, BotId botId);
}
