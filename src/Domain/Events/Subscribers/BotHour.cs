namespace MultiBot.Domain.Events.Subscribers;

/// <summary>A bot's figures of the time that begins then: an hour, or as long as a step of a series is.</summary>
public sealed record BotHour(DateTimeOffset Hour, HourFigures Figures);
