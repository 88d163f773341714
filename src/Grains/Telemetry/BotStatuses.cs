using System.Collections.Concurrent;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Telemetry;

/// <summary>How the bots of this silo are doing, as they say it themselves.</summary>
internal sealed class BotStatuses
{
    private readonly ConcurrentDictionary<BotId, BotStatus> _statuses = new();

    public void Set(BotId bot, BotStatus status) => _statuses[bot] = status;

    /// <summary>The bot is not here any more.</summary>
    public void Forget(BotId bot) => _statuses.TryRemove(bot, out _);

    /// <summary>Bots in each status, by its number.</summary>
    public int[] Count()
    {
        var counts = new int[Enum.GetValues<BotStatus>().Length];
        foreach (var (_, status) in _statuses) counts[(int)status]++;
        return counts;
    }
}
