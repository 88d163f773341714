using System.Collections.Concurrent;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Leases;

/// <summary>The bots whose lease this silo has under its present life, so that grains can be placed without asking the store.</summary>
internal sealed class HeldBots(ILeaseKeeper keeper)
{
    private readonly ConcurrentDictionary<BotId, Guid> _lives = new();
    private readonly ConcurrentDictionary<BotId, Task> _leaving = new();

    public bool Holds(BotId bot) => _lives.TryGetValue(bot, out var life) && life == keeper.Current?.Incarnation;

    public void Add(BotId bot, Guid life) => _lives[bot] = life;

    public void Remove(BotId bot) => _lives.TryRemove(bot, out _);

    /// <summary>The bot is not ours any more; its activation here is gone once the task completes.</summary>
    public void Leaves(BotId bot, Task gone)
    {
        Remove(bot);
        _leaving[bot] = gone;
        _ = gone.ContinueWith(_ => _leaving.TryRemove(new(bot, gone)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when no activation here is on its way out: only then does a call find the bot's new place.</summary>
    public Task GoneAsync(BotId bot) => _leaving.GetValueOrDefault(bot, Task.CompletedTask);

    public IEnumerable<BotId> All => _lives.Keys.Where(Holds);
}
