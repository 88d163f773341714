namespace MultiBot.Domain.Memory;

/// <summary>What an analysis turn found. Null: nothing new about it.</summary>
public sealed record Analysis(string? Summary, IReadOnlyList<FoundFact> Facts, string? Language, string? TimeZone)
{
    public static Analysis Nothing { get; } = new(null, [], null, null);
}

/// <summary><paramref name="Replaces"/>: texts of known facts of the topic that no longer hold.</summary>
public sealed record FoundFact(string Topic, string Text, IReadOnlyList<string> Replaces);
