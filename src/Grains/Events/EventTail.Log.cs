using Microsoft.Extensions.Logging;

namespace MultiBot.Grains.Events;

public sealed partial class EventTail
{
    [LoggerMessage(EventName = "events.held_up", Level = LogLevel.Warning, Message = "events.held_up: new events wait for a transaction that has been open for {Seconds:0.0} s: {Who}. They are shown once it ends.")]
    private partial void HeldUp(double seconds, string who);

    [LoggerMessage(EventName = "events.rewound", Level = LogLevel.Warning, Message = "The event log counts from {Now} on, where {Before} had been reached: the database was restarted or restored.")]
    private partial void Rewound(long now, long before);

    [LoggerMessage(EventName = "events.unread", Level = LogLevel.Warning, Message = "Events could not be read; trying again.")]
    private partial void Unread(Exception exception);
}
