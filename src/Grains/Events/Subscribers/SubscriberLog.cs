using Microsoft.Extensions.Logging;
using MultiBot.Domain.Bots;

namespace MultiBot.Grains.Events.Subscribers;

internal static partial class SubscriberLog
{
    [LoggerMessage(EventName = "events.put_aside", Level = LogLevel.Warning, Message = "{Subscriber} could not handle event {Seq} ({Type} of {Bot}) and has put it aside.")]
    public static partial void PutAside(this ILogger logger, Exception exception, string subscriber, long seq, string type, BotId bot);

    [LoggerMessage(EventName = "events.postponed", Level = LogLevel.Debug, Message = "{Subscriber} waits in partition {Partition} for the database.")]
    public static partial void Postponed(this ILogger logger, Exception exception, string subscriber, int partition);

    [LoggerMessage(EventName = "events.missed", Level = LogLevel.Debug, Message = "{Subscriber} missed a stretch of partition {Partition} and reads it from the log.")]
    public static partial void Missed(this ILogger logger, Exception exception, string subscriber, int partition);
}
