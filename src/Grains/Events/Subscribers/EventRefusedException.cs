namespace MultiBot.Grains.Events.Subscribers;

/// <summary>An event can't be handled, for a reason that people may read: a code and no secrets.</summary>
[GenerateSerializer, Alias("multibot.event-refused")]
public sealed class EventRefusedException : Exception
{
    public EventRefusedException() : this("events.handler_failed") { }
    public EventRefusedException(string message) : base(message) { }
    public EventRefusedException(string message, Exception innerException) : base(message, innerException) { }
}
