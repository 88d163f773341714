using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Leases;
using MultiBot.Grains.Supervision;

namespace MultiBot.Grains.Balance;

/// <summary>Moves a whole bot: it settles here, the lease goes over, it is started there, and its chats wake beside it.</summary>
internal sealed partial class BotMover(IGrainFactory grains, HeldBots held, BotStarts starts, ILogger<BotMover> logger)
{
    /// <summary>To a living incarnation, or, when there is none, out of the way. The other silo finds by itself what could not be started at once.</summary>
    public async Task MoveAsync(BotId bot, Guid? to)
    {
        try
        {
            if (!await grains.Bot(bot).HandOver(to) || to is null)
                return;

            await held.GoneAsync(bot);
            await starts.TryAsync(bot);
        }
        catch (Exception exception)
        {
            MoveFailed(exception, bot);
        }
    }

    [LoggerMessage(EventName = "balance.move_failed", Level = LogLevel.Warning, Message = "Bot {BotId} could not be moved; it stays where it is, or is found by whoever looks for it.")]
    private partial void MoveFailed(Exception exception, BotId botId);
}
