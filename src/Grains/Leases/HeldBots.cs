using System.Collections.Concurrent;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Leases;

/// <summary>The bots whose lease this silo has under its present life, so that grains can be placed without asking the store.</summary>
internal sealed class HeldBots(ILeaseKeeper keeper)
{
    private readonly ConcurrentDictionary<BotId, Guid> _lives = new();

    public bool Holds(BotId bot) => _lives.TryGetValue(bot, out var life) && life == keeper.Current?.Incarnation;

    public void Add(BotId bot, Guid life) => _lives[bot] = life;

    public void Remove(BotId bot) => _lives.TryRemove(bot, out _);

    public IEnumerable<BotId> All => _lives.Keys.Where(Holds);
}
