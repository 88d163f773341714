using System.Collections.Concurrent;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Leases;

namespace MultiBot.Grains.Leases;

/// <summary>The bots whose lease this silo has under its present life, so that grains can be placed, and begin, without asking the store.</summary>
internal sealed class HeldBots(ILeaseKeeper keeper)
{
    private readonly ConcurrentDictionary<BotId, KnownLease> _leases = new();
    private readonly ConcurrentDictionary<BotId, Task> _leaving = new();

    public bool Holds(BotId bot) => _leases.TryGetValue(bot, out var lease) && IsHeld(lease);

    /// <summary>A bot's grain has claimed it.</summary>
    public void Add(BotId bot, Guid life, long epoch) => Change(bot, lease => lease.Claimed(life, epoch));

    /// <summary>Claimed for whichever activation comes first.</summary>
    public void Grant(BotId bot, Guid life, long epoch) => Change(bot, lease => lease.Granted(life, epoch));

    /// <summary>The epoch of a grant that nobody has taken. Each is given out once; null: claim.</summary>
    public long? Take(BotId bot, Guid life) =>
        _leases.TryGetValue(bot, out var lease) && lease.MayBeTakenBy(life) && _leases.TryUpdate(bot, lease.Taken(), lease) ? lease.Epoch : null;

    public void Remove(BotId bot) => Change(bot, lease => lease.Gone());

    /// <summary>The bot is not ours any more; its activation here is gone once the task completes.</summary>
    public void Leaves(BotId bot, Task gone)
    {
        Remove(bot);
        _leaving[bot] = gone;
        _ = gone.ContinueWith(_ => _leaving.TryRemove(new(bot, gone)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when no activation here is on its way out: only then does a call find the bot's new place.</summary>
    public Task GoneAsync(BotId bot) => _leaving.GetValueOrDefault(bot, Task.CompletedTask);

    public IEnumerable<BotId> All => _leases.Where(lease => IsHeld(lease.Value)).Select(lease => lease.Key);

    private bool IsHeld(KnownLease lease) => lease.Life is { } life && life == keeper.Current?.Incarnation;

    private void Change(BotId bot, Func<KnownLease, KnownLease> change) => _leases.AddOrUpdate(bot, _ => change(KnownLease.None), (_, lease) => change(lease));
}
