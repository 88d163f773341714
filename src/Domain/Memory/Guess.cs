namespace MultiBot.Domain.Memory;

/// <summary>A value that was concluded from something, and from what.</summary>
public sealed record Guess(string Value, MemorySource Source, DateTimeOffset At);
