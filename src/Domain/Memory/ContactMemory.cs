using System.Collections.Immutable;

namespace MultiBot.Domain.Memory;

/// <summary>What a bot knows of one person.</summary>
public sealed record ContactMemory
{
    public static ContactMemory Empty { get; } = new();

    public ImmutableArray<Fact> Facts { get; init; } = [];
    public string? Summary { get; init; }

    /// <summary>IETF language tag.</summary>
    public Guess? Language { get; init; }

    /// <summary>IANA time zone.</summary>
    public Guess? TimeZone { get; init; }

    /// <summary>The id of the last message that was looked through.</summary>
    public long AnalyzedUpTo { get; init; }
}
