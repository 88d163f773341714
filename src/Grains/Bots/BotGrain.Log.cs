using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Bots;

internal sealed partial class BotGrain
{
    [LoggerMessage(EventName = "bot.status_changed", Level = LogLevel.Information, Message = "Bot {BotId} is {Status} ({Code}).")]
    private partial void StatusChanged(BotId botId, BotStatus status, string code);

    [LoggerMessage(EventName = "bot.lease_lost", Level = LogLevel.Warning, Message = "Bot {BotId} lost its lease, epoch {Epoch} is over.")]
    private partial void LeaseLost(BotId botId, long epoch);
}
