using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Girls;

internal sealed partial class ChatWaker
{
    [LoggerMessage(EventName = "waker.nudge_failed", Level = LogLevel.Warning, Message = "Chat {BotId}/{ChatId} did not take a nudge; it is repeated.")]
    private partial void NudgeFailed(Exception exception, BotId botId, long chatId);

    /// <summary>Of no consequence by itself, and frequent where a silo has more to do than it can.</summary>
    [LoggerMessage(EventName = "waker.nudge_late", Level = LogLevel.Information, Message = "Chat {BotId}/{ChatId} did not take a nudge in time; it is repeated.")]
    private partial void NudgeLate(BotId botId, long chatId);

    [LoggerMessage(EventName = "waker.sweep_failed", Level = LogLevel.Warning, Message = "The unfinished chats of bot {BotId} could not be read; trying again.")]
    private partial void SweepFailed(Exception exception, BotId botId);
}
