using MultiBot.Domain.Bots;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Bots;

namespace MultiBot.Grains.Bots;

/// <summary>Calls that have to reach a bot where its lease is, even if it has just moved.</summary>
internal static class HolderCalls
{
    public const string HeldElsewhere = "lease.held_elsewhere";
    public const string Lost = "lease.lost";
    public const string NotAlive = "lease.silo_not_alive";
    public const string Moving = "lease.moving";

    /// <summary>Each try that comes to an activation without its lease has it make room.</summary>
    private const int Tries = 3;

    public static async Task<Answer<BotReport>> OnHolder(this IGrainFactory grains, BotId bot, Func<IBotGrain, Task<Answer<BotReport>>> call)
    {
        var answer = await call(grains.Bot(bot));
        for (var attempt = 1; attempt < Tries && answer.Problem?.Code is HeldElsewhere or Lost or NotAlive; attempt++)
            answer = await call(grains.Bot(bot));
        return answer;
    }
}
