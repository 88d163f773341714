using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Girls;

internal sealed partial class ChatWaker
{
    [LoggerMessage(EventName = "waker.nudge_failed", Level = LogLevel.Warning, Message = "Chat {Bot}/{Chat} did not take a nudge; it is repeated.")]
    private partial void NudgeFailed(Exception exception, BotId bot, long chat);

    /// <summary>Of no consequence by itself, and frequent where a silo has more to do than it can.</summary>
    [LoggerMessage(EventName = "waker.nudge_late", Level = LogLevel.Information, Message = "Chat {Bot}/{Chat} did not take a nudge in time; it is repeated.")]
    private partial void NudgeLate(BotId bot, long chat);

    [LoggerMessage(EventName = "waker.sweep_failed", Level = LogLevel.Warning, Message = "The unfinished chats of bot {Bot} could not be read; trying again.")]
    private partial void SweepFailed(Exception exception, BotId bot);
}
