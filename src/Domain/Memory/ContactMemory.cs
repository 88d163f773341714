using System.Collections.Immutable;

namespace MultiBot.Domain.Memory;

/// <summary>What a bot knows of one person.</summary>
public sealed record ContactMemory
{
    public static ContactMemory Empty { get; } = new();

    /// <summary>Current ones and those that something newer contradicted, in the order they were learned.</summary>
    public ImmutableArray<Fact> Facts { get; init; } = [];

    /// <summary>What happened between the two so far.</summary>
    public string? Summary { get; init; }

    /// <summary>IETF language tag.</summary>
    public Guess? Language { get; init; }

    /// <summary>IANA time zone.</summary>
    public Guess? TimeZone { get; init; }

    /// <summary>Inbox/outbox id up to which messages were analysed.</summary>
    public long AnalyzedUpTo { get; init; }
}
