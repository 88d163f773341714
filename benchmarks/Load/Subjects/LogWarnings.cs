namespace MultiBot.Load.Subjects;

/// <summary>What a subject's log says at level warning or above.</summary>
/// <param name="Count">Lines.</param>
/// <param name="Last">The last few of them.</param>
internal sealed record LogWarnings(int Count, string Last)
{
    public static LogWarnings Of(IReadOnlyCollection<LogWarnings> parts) =>
        new(parts.Sum(part => part.Count), string.Join('\n', parts.Where(part => part.Count > 0).Select(part => part.Last)));
}
