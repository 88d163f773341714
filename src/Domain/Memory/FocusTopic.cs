namespace MultiBot.Domain.Memory;

/// <summary>What a bot would like to learn next about a person. Pure.</summary>
public static class FocusTopic
{
    /// <summary>The first of the persona's topics of which no current fact is known; null when it names none, or all are known.</summary>
    public static string? Of(IEnumerable<string> topics, ContactMemory memory) =>
        topics.Select(topic => topic.Trim()).FirstOrDefault(topic => topic.Length > 0 && !IsKnown(topic, memory));

    private static bool IsKnown(string topic, ContactMemory memory) =>
        memory.Facts.Any(fact => fact.Until is null && string.Equals(fact.Topic.Trim(), topic, StringComparison.OrdinalIgnoreCase));
}
