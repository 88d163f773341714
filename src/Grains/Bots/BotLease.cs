using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;
using MultiBot.Domain.Problems;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Leases;

namespace MultiBot.Grains.Bots;

/// <summary>
/// The lease of a bot as its grain has it, in the grain's turns only: none until it is claimed, and none again once it is given away or lost.
/// </summary>
internal sealed partial class BotLease(BotId bot, ILeases leases, BotGrainSilo silo, ILogger logger)
{
    /// <summary>Null: none. With a life that is over the lease is, too.</summary>
    public HeldLease? Held { get; private set; }

    /// <summary>0: none.</summary>
    public long Epoch => Held?.Epoch ?? 0;

    public bool IsUnder(long epoch) => Held is { Life.IsOver: false } held && held.Epoch == epoch;

    /// <summary>Null: granted.</summary>
    public async Task<Problem?> ClaimAsync()
    {
        if (silo.Keeper.Current is not { } life)
            return NotAlive();

        if (silo.Held.Take(bot, life.Incarnation) is { } epoch)
        {
            Held = new HeldLease(epoch, life);
            return null;
        }

        switch (await leases.ClaimAsync(bot, life.Incarnation, life.Cut).WaitAsync(life.Cut))
        {
            case ClaimResult.Granted granted:
                silo.Held.Add(bot, life.Incarnation, granted.Epoch);
                silo.LeaseMetrics.TakenOver(granted.TakenOver ? 1 : 0);
                Held = new HeldLease(granted.Epoch, life);
                return null;
            case ClaimResult.HeldElsewhere held:
                return Problem.Conflict(HolderCalls.HeldElsewhere, $"The bot is held by silo {held.Silo}.");
            default:
                return NotAlive();
        }
    }

    /// <summary>To another silo, or to whoever comes. False: whether it is still ours only a claim can tell.</summary>
    /// <param name="lease">The one that the hand-over began with; it may have been lost since.</param>
    /// <param name="to">Null: whoever comes.</param>
    public async Task<bool> GiveAsync(HeldLease lease, Guid? to)
    {
        try
        {
            if (to is { } heir)
                return await leases.HandOverAsync(bot, lease.Life.Incarnation, lease.Epoch, heir, CancellationToken.None);

            await ReleaseAsync(lease, CancellationToken.None);
            return true;
        }
        catch (StoreUnavailableException exception)
        {
            HandOverFailed(exception, bot);
            return false;
        }
    }

    /// <summary>Gives it up, if there is one.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (Held is not { Life.IsOver: false } lease)
            return;

        silo.Held.Remove(bot);
        await ReleaseAsync(lease, cancellation);
    }

    public void Forget() => Held = null;

    private Task ReleaseAsync(HeldLease lease, CancellationToken cancellation) => leases.ReleaseAsync(bot, lease.Life.Incarnation, lease.Epoch, cancellation);

    private static Problem NotAlive() => Problem.Unavailable(HolderCalls.NotAlive, "This silo is renewing its lease; try again in a moment.");

    [LoggerMessage(EventName = "bot.hand_over_failed", Level = LogLevel.Warning, Message = "Whether bot {BotId} was handed over is not known; it is claimed again.")]
    private partial void HandOverFailed(Exception exception, BotId botId);
}

/// <summary>Granted to a life of this silo.</summary>
internal sealed record HeldLease(long Epoch, SiloLife Life);
