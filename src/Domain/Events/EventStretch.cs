namespace MultiBot.Domain.Events;

/// <summary>A piece of the log as one partition has it: all of its events behind <see cref="After"/> up to <see cref="UpTo"/>, which may be none.</summary>
[GenerateSerializer, Immutable, Alias("multibot.event-stretch")]
public sealed record EventStretch
{
    [Id(0)] public required long After { get; init; }
    [Id(1)] public required long UpTo { get; init; }

    /// <summary>In order of <c>seq</c>.</summary>
    [Id(2)] public required IReadOnlyList<LoggedEvent> Events { get; init; }
}
